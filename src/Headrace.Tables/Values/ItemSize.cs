using System.Text;

namespace Headrace.Tables.Values;

/// <summary>Sizes as AWS counts them.</summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html</remarks>
public static class ItemSize
{
    /// <summary>Bytes of the largest item.</summary>
    public const int Most = 400 * 1024;

    private const int DocumentOverhead = 3;

    public static int Of(Dictionary<string, AttributeValue> item)
    {
        var size = 0;
        foreach (var (name, value) in item)
        {
            size += Encoding.UTF8.GetByteCount(name) + Of(value);
        }

        return size;
    }

    public static int Of(AttributeValue value) => value.Type switch
    {
        AttributeType.S => Encoding.UTF8.GetByteCount(value.String),
        AttributeType.N => Of(value.Number),
        AttributeType.B => value.Binary.Length,
        AttributeType.BOOL or AttributeType.NULL => 1,
        AttributeType.SS => value.Strings.Sum(Encoding.UTF8.GetByteCount),
        AttributeType.NS => value.Numbers.Sum(Of),
        AttributeType.BS => value.Binaries.Sum(static bytes => bytes.Length),
        AttributeType.L => DocumentOverhead + value.List.Sum(static element => 1 + Of(element)),
        _ => DocumentOverhead + value.Map.Count + Of(value.Map),
    };

    /// <summary>About one byte for each two digits, pairs beginning at even powers of ten, and one more; one more for a sign.</summary>
    private static int Of(DynamoNumber number)
    {
        if (number.IsZero)
        {
            return 1;
        }

        var digits = number.SignificantDigits;
        var splitPair = digits % 2 == 0 && number.Magnitude % 2 == 0 ? 1 : 0;
        return 1 + ((digits + 1) / 2) + splitPair + (number.IsNegative ? 1 : 0);
    }
}
