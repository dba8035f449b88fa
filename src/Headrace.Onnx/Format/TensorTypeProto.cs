namespace Headrace.Onnx.Format;

/// <param name="Shape">Null when not even the number of dimensions is known.</param>
public sealed record TensorTypeProto(OnnxElementType ElementType, IReadOnlyList<Dimension>? Shape);
