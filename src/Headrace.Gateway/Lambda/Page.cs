using System.Globalization;
using System.Text;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda;

/// <summary>One page of a listing.</summary>
/// <param name="NextMarker">Null on the last page.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextMarker)
{
    /// <param name="marker">As a page before gave it, or null.</param>
    /// <param name="maxItems">As the caller sent it, or null.</param>
    /// <param name="most">What AWS gives at most in one page.</param>
    public static Page<T> Of(IReadOnlyList<T> items, string? marker, string? maxItems, int most)
    {
        var start = marker is null ? 0 : Decode(marker);
        var size = maxItems is null ? most : Math.Min(most, Count(maxItems));
        var page = items.Skip(start).Take(size).ToArray();
        return new Page<T>(page, start + page.Length < items.Count ? Encode(start + page.Length) : null);
    }

    private static int Count(string maxItems) =>
        !int.TryParse(maxItems, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? throw LambdaErrors.Validation($"Value '{maxItems}' at 'maxItems' failed to satisfy constraint: Member must be an integer")
        : count switch
        {
            < 1 => throw LambdaErrors.Validation($"Value '{maxItems}' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1"),
            > 10_000 => throw LambdaErrors.Validation($"Value '{maxItems}' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 10000"),
            _ => count,
        };

    private static string Encode(int start) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"v1:{start}"));

    private static int Decode(string marker)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Convert.TryFromBase64String(marker, bytes, out var length) && bytes[..length].StartsWith("v1:"u8) &&
            int.TryParse(bytes[3..length], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : throw LambdaErrors.Invalid("The provided marker is invalid.");
    }
}
