using System.Text;

namespace Headrace.Onnx.Format;

/// <summary>A constant of a node; <see cref="Type"/> says which member holds it.</summary>
public sealed record AttributeProto
{
    public required string Name { get; init; }

    public required AttributeType Type { get; init; }

    public float F { get; init; }

    public long I { get; init; }

    public ReadOnlyMemory<byte> S { get; init; }

    public TensorProto? T { get; init; }

    public GraphProto? G { get; init; }

    public IReadOnlyList<float> Floats { get; init; } = [];

    public IReadOnlyList<long> Ints { get; init; } = [];

    public IReadOnlyList<ReadOnlyMemory<byte>> Strings { get; init; } = [];

    public IReadOnlyList<TensorProto> Tensors { get; init; } = [];

    public IReadOnlyList<GraphProto> Graphs { get; init; } = [];

    /// <summary>The text of a string attribute.</summary>
    public string Text => Encoding.UTF8.GetString(S.Span);

    public static AttributeProto Of(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    public static AttributeProto Of(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Of(string name, string value) => new() { Name = name, Type = AttributeType.String, S = Encoding.UTF8.GetBytes(value) };

    public static AttributeProto Of(string name, TensorProto value) => new() { Name = name, Type = AttributeType.Tensor, T = value };

    public static AttributeProto Of(string name, GraphProto value) => new() { Name = name, Type = AttributeType.Graph, G = value };

    public static AttributeProto Of(string name, IReadOnlyList<float> values) => new() { Name = name, Type = AttributeType.Floats, Floats = values };

    public static AttributeProto Of(string name, IReadOnlyList<long> values) => new() { Name = name, Type = AttributeType.Ints, Ints = values };

    public static AttributeProto Of(string name, IReadOnlyList<string> values) =>
        new() { Name = name, Type = AttributeType.Strings, Strings = [.. values.Select(value => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(value)))] };
}
