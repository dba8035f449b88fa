using System.Buffers.Binary;
using System.Text;
using Headrace.Tables.Values;

namespace Headrace.Tables.Schema;

/// <summary>Turns the key attributes of an item into bytes that sort as DynamoDB sorts them.</summary>
internal sealed class KeyCodec
{
    private const int LongestHash = 2048;
    private const int LongestRange = 1024;
    private const int SlotLength = 4;

    public KeyCodec(TableDefinition table, KeySchema keys)
    {
        Hash = new KeyField(keys.Hash, table.TypeOf(keys.Hash));
        Range = keys.Range is null ? null : new KeyField(keys.Range, table.TypeOf(keys.Range));
        Fields = Range is null ? [Hash] : [Hash, Range];
    }

    public KeyField Hash { get; }

    public KeyField? Range { get; }

    public IReadOnlyList<KeyField> Fields { get; }

    /// <summary>The key of an item that has one.</summary>
    /// <exception cref="TablesException">ValidationException: it is too long.</exception>
    public ItemKey Encode(Dictionary<string, AttributeValue> item) =>
        new(PlaceOf(item[Hash.Name]), Range is null ? [] : RangeOf(item[Range.Name]));

    /// <summary>The key that a client named.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public ItemKey Check(Dictionary<string, AttributeValue> key)
    {
        foreach (var (name, type) in Fields)
        {
            if (!key.TryGetValue(name, out var value) || value.Type != type)
            {
                throw TablesErrors.KeyMismatch();
            }

            if (IsEmpty(value))
            {
                throw Table.EmptyKey(name, value);
            }
        }

        return Encode(key);
    }

    public Dictionary<string, AttributeValue> Pick(Dictionary<string, AttributeValue> item)
    {
        var key = new Dictionary<string, AttributeValue>(2);
        foreach (var field in Fields)
        {
            key[field.Name] = item[field.Name];
        }

        return key;
    }

    public static byte[] PlaceOf(AttributeValue hash)
    {
        var bytes = Bytes(hash);
        if (bytes.Length > LongestHash && hash.Type != AttributeType.N)
        {
            throw TablesErrors.InvalidParameter("Size of hashkey has exceeded the maximum size limit of2048 bytes");
        }

        var place = new byte[SlotLength + bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(place, Slot(bytes));
        bytes.CopyTo(place, SlotLength);
        return place;
    }

    public static byte[] RangeOf(AttributeValue range)
    {
        var bytes = Bytes(range);
        return bytes.Length <= LongestRange || range.Type == AttributeType.N
            ? bytes
            : throw TablesErrors.InvalidParameter("Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }

    /// <summary>The first place of a segment's share of all places; null past the last.</summary>
    public static byte[]? SegmentStart(int segment, int segments)
    {
        if (segment == segments)
        {
            return null;
        }

        var slot = (uint)(((1L << 32) * segment) / segments);
        var place = new byte[SlotLength];
        BinaryPrimitives.WriteUInt32BigEndian(place, slot);
        return place;
    }

    public static bool IsEmpty(AttributeValue value) => value.Type switch
    {
        AttributeType.S => value.String.Length == 0,
        AttributeType.B => value.Binary.Length == 0,
        _ => false,
    };

    public static string Kind(AttributeValue value) => value.Type == AttributeType.S ? "string" : "binary";

    private static byte[] Bytes(AttributeValue value) => value.Type switch
    {
        AttributeType.S => Encoding.UTF8.GetBytes(value.String),
        AttributeType.N => value.Number.ToSortableBytes(),
        _ => value.Binary,
    };

    /// <summary>FNV-1a, its bits mixed once more (MurmurHash3's finalizer): keys that differ little lie far apart. On disk: not to be changed.</summary>
    private static uint Slot(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 16777619u;
        }

        hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
        return hash ^ (hash >> 16);
    }
}

internal sealed record KeyField(string Name, AttributeType Type);
