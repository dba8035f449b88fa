namespace Headrace.Onnx.Format;

/// <summary>Nodes, in an order in which each one's inputs come before it; the weights; what goes in and what comes out.</summary>
public sealed record GraphProto
{
    public string Name { get; init; } = "";

    public IReadOnlyList<NodeProto> Node { get; init; } = [];

    public IReadOnlyList<TensorProto> Initializer { get; init; } = [];

    public string DocString { get; init; } = "";

    public IReadOnlyList<ValueInfoProto> Input { get; init; } = [];

    public IReadOnlyList<ValueInfoProto> Output { get; init; } = [];

    /// <summary>Types of values inside the graph, where they are stated.</summary>
    public IReadOnlyList<ValueInfoProto> ValueInfo { get; init; } = [];
}
