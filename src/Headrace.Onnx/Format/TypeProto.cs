namespace Headrace.Onnx.Format;

/// <summary>One of its members is set; none of them when the type is of another kind.</summary>
public sealed record TypeProto
{
    public TensorTypeProto? Tensor { get; init; }

    public TypeProto? Sequence { get; init; }

    public MapTypeProto? Map { get; init; }
}
