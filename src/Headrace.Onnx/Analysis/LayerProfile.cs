namespace Headrace.Onnx.Analysis;

/// <summary>All nodes of one operator.</summary>
/// <param name="Flops">Null when a shape that it depends on is known only at run time.</param>
public sealed record LayerProfile(string Operator, int Count, long Parameters, long? Flops);
