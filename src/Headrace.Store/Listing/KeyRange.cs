using System.Text;

namespace Headrace.Store.Listing;

/// <summary>Which keys a listing covers and how it rolls them up, as UTF-8 bytes.</summary>
internal sealed class KeyRange
{
    private readonly byte[] _prefix;
    private readonly byte[]? _delimiter;

    public KeyRange(string prefix, string? delimiter)
    {
        _prefix = Encoding.UTF8.GetBytes(prefix);
        _delimiter = string.IsNullOrEmpty(delimiter) ? null : Encoding.UTF8.GetBytes(delimiter);
        End = Past(_prefix);
    }

    /// <summary>The first bytes that come after every key with the prefix.</summary>
    public byte[] End { get; }

    /// <summary>The first bytes that come after everything that begins so. UTF-8 holds no 0xFF, so one more on the last byte is enough.</summary>
    public static byte[] Past(ReadOnlySpan<byte> prefix)
    {
        if (prefix.IsEmpty)
        {
            return [0xff];
        }

        var past = prefix.ToArray();
        past[^1]++;
        return past;
    }

    /// <summary>What the key is rolled up into: all up to the first delimiter after the prefix; empty when it is listed itself.</summary>
    public ReadOnlySpan<byte> CommonPrefixOf(ReadOnlySpan<byte> key)
    {
        if (_delimiter is null)
        {
            return [];
        }

        var found = key[_prefix.Length..].IndexOf(_delimiter);
        return found < 0 ? [] : key[..(_prefix.Length + found + _delimiter.Length)];
    }

    /// <summary>Where a walk begins that lists only what comes after <paramref name="marker"/>, a key or a common prefix.</summary>
    /// <param name="rank">When given, entries of the marker's own key that rank higher are still to come.</param>
    /// <remarks>A common prefix that holds the marker comes before it, so it is passed by (recorded: test_list_objects_marker_common_prefixes).</remarks>
    public ListingStart Start(string? marker, long? rank = null)
    {
        var bytes = Encoding.UTF8.GetBytes(marker ?? "");
        if (bytes.Length == 0 || bytes.AsSpan().SequenceCompareTo(_prefix) < 0)
        {
            return new ListingStart(_prefix);
        }

        if (bytes.AsSpan().StartsWith(_prefix) && CommonPrefixOf(bytes) is { IsEmpty: false } common)
        {
            return new ListingStart(Past(common));
        }

        // The bytes that come next after a key are the key and a zero.
        return rank is { } after ? new ListingStart(bytes, after) : new ListingStart([.. bytes, 0]);
    }
}

/// <summary>A place in a listing: before the key's entries, or between them.</summary>
/// <param name="AfterRank">Entries of <paramref name="Key"/> up to this rank are left out.</param>
internal readonly record struct ListingStart(byte[] Key, long AfterRank = long.MinValue);
