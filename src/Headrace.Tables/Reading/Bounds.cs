using Headrace.Tables.Legacy;
using Headrace.Tables.Schema;

namespace Headrace.Tables.Reading;

/// <summary>Range keys from <paramref name="From"/> up to, but not with, <paramref name="To"/>; null is past them all.</summary>
internal readonly record struct Bounds(byte[] From, byte[]? To)
{
    public static readonly Bounds All = new([], null);

    public static Bounds Of(LegacyCondition condition)
    {
        var first = KeyCodec.RangeOf(condition.Values[0]);
        return condition.Operator switch
        {
            "EQ" => new Bounds(first, After(first)),
            "LT" => new Bounds([], first),
            "LE" => new Bounds([], After(first)),
            "GT" => new Bounds(After(first), null),
            "GE" => new Bounds(first, null),
            "BETWEEN" => new Bounds(first, After(KeyCodec.RangeOf(condition.Values[1]))),
            _ => new Bounds(first, AfterPrefix(first)),
        };
    }

    /// <summary>The first key after this one.</summary>
    private static byte[] After(byte[] key) => [.. key, 0];

    /// <summary>The first key that does not begin so.</summary>
    private static byte[]? AfterPrefix(byte[] prefix)
    {
        var last = prefix.AsSpan().LastIndexOfAnyExcept((byte)0xff);
        if (last < 0)
        {
            return null;
        }

        var next = prefix[..(last + 1)];
        next[last]++;
        return next;
    }
}
