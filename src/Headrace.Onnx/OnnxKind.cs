namespace Headrace.Onnx;

/// <summary>What a value is (the library's <c>ONNXType</c>).</summary>
public enum OnnxKind
{
    Unknown,
    Tensor,
    Sequence,
    Map,
    Opaque,
    SparseTensor,
    Optional,
}
