namespace Headrace.Onnx.Format;

public sealed record MapTypeProto(OnnxElementType Key, TypeProto Value);
