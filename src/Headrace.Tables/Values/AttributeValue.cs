namespace Headrace.Tables.Values;

/// <summary>One value of an item: a scalar, a set or a document. It does not change.</summary>
public sealed class AttributeValue : IEquatable<AttributeValue>
{
    public static readonly AttributeValue Null = new(AttributeType.NULL, true);
    public static readonly AttributeValue True = new(AttributeType.BOOL, true);
    public static readonly AttributeValue False = new(AttributeType.BOOL, false);

    private readonly object _payload;

    private AttributeValue(AttributeType type, object payload) => (Type, _payload) = (type, payload);

    public AttributeType Type { get; }

    public string String => (string)_payload;

    public DynamoNumber Number => (DynamoNumber)_payload;

    public byte[] Binary => (byte[])_payload;

    public bool Boolean => (bool)_payload;

    public IReadOnlyList<string> Strings => (string[])_payload;

    public IReadOnlyList<DynamoNumber> Numbers => (DynamoNumber[])_payload;

    public IReadOnlyList<byte[]> Binaries => (byte[][])_payload;

    public IReadOnlyList<AttributeValue> List => (IReadOnlyList<AttributeValue>)_payload;

    public Dictionary<string, AttributeValue> Map => (Dictionary<string, AttributeValue>)_payload;

    public static AttributeValue Of(string value) => new(AttributeType.S, value);

    public static AttributeValue Of(DynamoNumber value) => new(AttributeType.N, value);

    public static AttributeValue Of(byte[] value) => new(AttributeType.B, value);

    public static AttributeValue Of(bool value) => value ? True : False;

    public static AttributeValue OfSet(string[] values) => new(AttributeType.SS, values);

    public static AttributeValue OfSet(DynamoNumber[] values) => new(AttributeType.NS, values);

    public static AttributeValue OfSet(byte[][] values) => new(AttributeType.BS, values);

    public static AttributeValue OfList(IReadOnlyList<AttributeValue> values) => new(AttributeType.L, values);

    public static AttributeValue OfMap(Dictionary<string, AttributeValue> values) => new(AttributeType.M, values);

    /// <summary>By value: sets whatever their order, numbers whatever their spelling.</summary>
    public bool Equals(AttributeValue? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || other.Type != Type)
        {
            return false;
        }

        return Type switch
        {
            AttributeType.S => String == other.String,
            AttributeType.N => Number == other.Number,
            AttributeType.B => Binary.AsSpan().SequenceEqual(other.Binary),
            AttributeType.BOOL => Boolean == other.Boolean,
            AttributeType.NULL => true,
            AttributeType.SS => Strings.Count == other.Strings.Count && Strings.ToHashSet(StringComparer.Ordinal).SetEquals(other.Strings),
            AttributeType.NS => Numbers.Count == other.Numbers.Count && Numbers.ToHashSet().SetEquals(other.Numbers),
            AttributeType.BS => Binaries.Count == other.Binaries.Count && Binaries.ToHashSet(BytesComparer.Instance).SetEquals(other.Binaries),
            AttributeType.L => List.SequenceEqual(other.List),
            _ => MapsEqual(Map, other.Map),
        };
    }

    public override bool Equals(object? obj) => Equals(obj as AttributeValue);

    public override int GetHashCode() => Type switch
    {
        AttributeType.S => String.GetHashCode(StringComparison.Ordinal),
        AttributeType.N => Number.GetHashCode(),
        AttributeType.B => BytesComparer.Instance.GetHashCode(Binary),
        AttributeType.BOOL => Boolean.GetHashCode(),
        AttributeType.SS => Strings.Count,
        AttributeType.NS => Numbers.Count,
        AttributeType.BS => Binaries.Count,
        AttributeType.L => List.Count,
        AttributeType.M => Map.Count,
        _ => 0,
    };

    /// <summary>The order of two scalars of one type (S by UTF-8 bytes, N by value, B by bytes); null when they have none.</summary>
    public int? CompareWith(AttributeValue other) => (Type, other.Type) switch
    {
        (AttributeType.N, AttributeType.N) => Number.CompareTo(other.Number),
        (AttributeType.S, AttributeType.S) => Utf8Order.Compare(String, other.String),
        (AttributeType.B, AttributeType.B) => Binary.AsSpan().SequenceCompareTo(other.Binary),
        _ => null,
    };

    /// <summary>As AWS's errors show a value: <c>{S:text}</c>.</summary>
    public override string ToString() => $"{{{Type}:{Text()}}}";

    private string Text() => Type switch
    {
        AttributeType.S => String,
        AttributeType.N => Number.ToString(),
        AttributeType.B => Convert.ToBase64String(Binary),
        AttributeType.BOOL => Boolean ? "true" : "false",
        AttributeType.NULL => "true",
        AttributeType.SS => $"[{string.Join(", ", Strings)}]",
        AttributeType.NS => $"[{string.Join(", ", Numbers)}]",
        AttributeType.BS => $"[{string.Join(", ", Binaries.Select(Convert.ToBase64String))}]",
        AttributeType.L => $"[{string.Join(", ", List)}]",
        _ => $"{{{string.Join(", ", Map.Select(static pair => $"{pair.Key}={pair.Value}"))}}}",
    };

    private static bool MapsEqual(Dictionary<string, AttributeValue> left, Dictionary<string, AttributeValue> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var (name, value) in left)
        {
            if (!right.TryGetValue(name, out var theirs) || !value.Equals(theirs))
            {
                return false;
            }
        }

        return true;
    }
}
