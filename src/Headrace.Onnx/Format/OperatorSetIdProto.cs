namespace Headrace.Onnx.Format;

/// <summary>A set of operators that a model needs; ONNX's own has an empty domain.</summary>
public sealed record OperatorSetIdProto(string Domain, long Version);
