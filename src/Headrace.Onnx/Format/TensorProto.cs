using System.Runtime.InteropServices;
using System.Text;

namespace Headrace.Onnx.Format;

/// <summary>A constant tensor. Its elements stand in <see cref="RawData"/>, little-endian, or in the list that fits their type.</summary>
public sealed record TensorProto
{
    public string Name { get; init; } = "";

    public required OnnxElementType DataType { get; init; }

    public IReadOnlyList<long> Dims { get; init; } = [];

    public ReadOnlyMemory<byte> RawData { get; init; }

    public IReadOnlyList<float> FloatData { get; init; } = [];

    /// <summary>Elements of every type that fits 32 bits, booleans and halves (as their bits) among them.</summary>
    public IReadOnlyList<long> Int32Data { get; init; } = [];

    public IReadOnlyList<long> Int64Data { get; init; } = [];

    public IReadOnlyList<double> DoubleData { get; init; } = [];

    public IReadOnlyList<long> UInt64Data { get; init; } = [];

    public IReadOnlyList<ReadOnlyMemory<byte>> StringData { get; init; } = [];

    /// <summary>Where the elements are when they are in another file: location, offset, length.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ExternalData { get; init; } = [];

    /// <summary>How many elements the dimensions make.</summary>
    /// <exception cref="OverflowException">More than there can be.</exception>
    public long Count => Dims.Aggregate(1L, (count, size) => checked(count * size));

    /// <summary>A tensor of these elements; arrays are not copied.</summary>
    public static TensorProto Of<T>(string name, IReadOnlyList<long> dims, T[] elements)
        where T : unmanaged
    {
        var tensor = new TensorProto { Name = name, DataType = OnnxElementTypes.Required<T>(), Dims = dims, RawData = new BytesOf<T>(elements).Memory };
        return tensor.Count == elements.Length
            ? tensor
            : throw new ArgumentException($"{elements.Length} elements for dimensions of {tensor.Count}", nameof(elements));
    }

    public static TensorProto Of(string name, IReadOnlyList<long> dims, IReadOnlyList<string> elements) =>
        new() { Name = name, DataType = OnnxElementType.String, Dims = dims, StringData = [.. elements.Select(element => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(element)))] };

    /// <summary>The elements of a tensor of 64-bit integers, wherever they stand.</summary>
    public long[] ToInt64() => RawData.Length % sizeof(long) == 0 && !RawData.IsEmpty ? MemoryMarshal.Cast<byte, long>(RawData.Span).ToArray() : [.. Int64Data];

    /// <summary>The elements of a tensor of floats, wherever they stand.</summary>
    public float[] ToFloat() => RawData.Length % sizeof(float) == 0 && !RawData.IsEmpty ? MemoryMarshal.Cast<byte, float>(RawData.Span).ToArray() : [.. FloatData];
}
