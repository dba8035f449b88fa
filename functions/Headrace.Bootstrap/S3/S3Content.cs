using System.Globalization;

namespace Headrace.Bootstrap.S3;

/// <summary>An object's bytes, valid until the client's next request, and what S3 says of them.</summary>
internal sealed record S3Content(ReadOnlyMemory<byte> Body, string? ETag, DateTimeOffset? LastModified)
{
    /// <summary>RFC 9110's IMF-fixdate; null when it is none.</summary>
    public static DateTimeOffset? Date(string? header) =>
        DateTimeOffset.TryParseExact(header, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
