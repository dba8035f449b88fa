namespace Headrace.Onnx.Format;

/// <summary>A name with its type.</summary>
public sealed record ValueInfoProto(string Name, TypeProto Type)
{
    public static ValueInfoProto Tensor(string name, OnnxElementType elementType, params ReadOnlySpan<Dimension> shape) =>
        new(name, new TypeProto { Tensor = new TensorTypeProto(elementType, shape.ToArray()) });
}
