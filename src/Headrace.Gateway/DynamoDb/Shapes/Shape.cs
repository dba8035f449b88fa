namespace Headrace.Gateway.DynamoDb.Shapes;

internal enum ShapeKind
{
    String,
    Boolean,
    Integer,
    Long,
    Blob,
    List,
    Map,
    Structure,
    Attribute,
}

/// <summary>What a parameter may look like: its JSON type, and the constraints of AWS's model.</summary>
internal sealed record Shape(ShapeKind Kind)
{
    /// <summary>Of a structure, or of a map's values: AWS's errors name it.</summary>
    public string TypeName { get; init; } = "";

    /// <summary>A structure in a list or map is refused in other words than one in a member of its own.</summary>
    public bool IsElement { get; init; }

    /// <summary>A list or map inside a map: AWS's parser speaks of it in its own way.</summary>
    public bool IsParameterized { get; init; }

    public Shape? Element { get; init; }

    public IReadOnlyList<KeyValuePair<string, Shape>> Members { get; init; } = [];

    public bool NotNull { get; init; }

    public IReadOnlyList<string>? Values { get; init; }

    public bool IsName { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public long? Min { get; init; }

    public long? Max { get; init; }

    /// <summary>Of a map whose keys are table names, and how many values each may have.</summary>
    public (int Min, int Max)? ValueLength { get; init; }

    public bool HasTableKeys { get; init; }

    /// <summary>Its absence is said in words of its own, before anything else; its length too.</summary>
    public bool IsTableParameter { get; init; }

    /// <summary>AWS knows it and this engine does not: 501, unless it says that it is not wanted.</summary>
    public bool IsUnimplemented { get; init; }
}
