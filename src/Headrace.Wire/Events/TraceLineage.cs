using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Headrace.Wire.Events;

/// <summary>
/// The <c>Lineage</c> of an X-Ray trace header: which functions a chain of events has passed, and how often. Functions get it in
/// <c>_X_AMZN_TRACE_ID</c>, SDKs send it on as <c>X-Amzn-Trace-Id</c>, so that an endless loop can be told from many uploads.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html</remarks>
public static class TraceLineage
{
    private const string Field = "Lineage=";
    private const int LongestHeader = 1024;

    /// <summary>The header for an event that is now queued for a function: one pass more than the header that caused it says.</summary>
    /// <param name="header">The causing request's header, or null: a chain begins.</param>
    public static string Extend(string? header, string functionArn, DateTimeOffset now)
    {
        if (header is null || header.Length > LongestHeader || !header.Contains("Root=", StringComparison.Ordinal))
        {
            return $"Root=1-{now.ToUnixTimeSeconds():x8}-{RandomNumberGenerator.GetHexString(24, lowercase: true)};Parent={RandomNumberGenerator.GetHexString(16, lowercase: true)};Sampled=0;{Field}{IdOf(functionArn)}:0";
        }

        var id = IdOf(functionArn);
        var fields = header.Split(';').Where(field => !field.StartsWith(Field, StringComparison.Ordinal));
        var passed = Passed(header).Where(entry => entry.Id != id).Select(entry => $"{entry.Id}:{entry.Count}");
        var count = Passed(header).Any(entry => entry.Id == id) ? Passes(header, functionArn) + 1 : 0;
        return string.Join(';', fields.Append(Field + string.Join('|', passed.Append($"{id}:{count}"))));
    }

    /// <summary>How often the chain has come back to the function.</summary>
    public static int Passes(string? header, string functionArn)
    {
        if (header is null || !header.Contains(Field, StringComparison.Ordinal))
        {
            return 0;
        }

        var id = IdOf(functionArn);
        return Passed(header).Where(entry => entry.Id == id).Select(entry => entry.Count).DefaultIfEmpty().Max();
    }

    private static IEnumerable<(string Id, int Count)> Passed(string header) =>
        from field in header.Split(';')
        where field.StartsWith(Field, StringComparison.Ordinal)
        from entry in field[Field.Length..].Split('|')
        let parts = entry.Split(':')
        where parts.Length == 2 && parts[0].Length == 8
        select (parts[0], int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Math.Min(count, 1000) : 0);

    /// <summary>8 hex digits that stand for the function, whatever its qualifier.</summary>
    private static string IdOf(string functionArn) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(':', functionArn.Split(':').Take(7)))).AsSpan(0, 4));
}
