namespace Headrace.Onnx.Format;

/// <summary>One operator at work. An input left out is an empty name.</summary>
public sealed record NodeProto
{
    public required string OpType { get; init; }

    public string Name { get; init; } = "";

    public string Domain { get; init; } = "";

    public IReadOnlyList<string> Input { get; init; } = [];

    public IReadOnlyList<string> Output { get; init; } = [];

    public IReadOnlyList<AttributeProto> Attribute { get; init; } = [];

    public string DocString { get; init; } = "";

    /// <summary>A node's attribute; null when it has none of that name.</summary>
    public AttributeProto? Find(string name) => Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
