using System.Globalization;
using Headrace.Store.Objects;

namespace Headrace.Gateway.S3.Objects;

/// <summary>The four conditional headers, with S3's precedence (RFC 9110, section 13.2.2).</summary>
/// <param name="Prefix">Empty for reads; <c>x-amz-copy-source-</c> for the source of a copy.</param>
internal readonly record struct ReadConditions(S3Request Request, string Prefix)
{
    /// <summary>The header that does not hold, or null.</summary>
    /// <param name="notModified">Whether it is one that answers "not modified" on reads.</param>
    public string? Failed(ObjectVersion version, out bool notModified)
    {
        notModified = false;
        // Headers carry whole seconds.
        var modified = version.LastModified.AddTicks(-(version.LastModified.Ticks % TimeSpan.TicksPerSecond));
        var ifMatch = Request.Header(Prefix + "If-Match");
        if (ifMatch is not null)
        {
            if (!Matches(ifMatch, version.ETag))
            {
                return Prefix + "If-Match";
            }
        }
        else if (Date("If-Unmodified-Since") is { } limit && modified > limit)
        {
            return Prefix + "If-Unmodified-Since";
        }

        var ifNoneMatch = Request.Header(Prefix + "If-None-Match");
        if (ifNoneMatch is not null)
        {
            notModified = Matches(ifNoneMatch, version.ETag);
            return notModified ? Prefix + "If-None-Match" : null;
        }

        // A date in the future cannot be meant: it is ignored.
        if (Date("If-Modified-Since") is { } since && since <= Request.Time.GetUtcNow() && modified <= since)
        {
            notModified = true;
            return Prefix + "If-Modified-Since";
        }

        return null;
    }

    private static bool Matches(string header, string etag)
    {
        foreach (var range in header.AsSpan().Split(','))
        {
            var candidate = header.AsSpan()[range].Trim();
            if (candidate.StartsWith("W/"))
            {
                candidate = candidate[2..];
            }

            candidate = candidate.Trim('"');
            if (candidate is "*" || candidate.SequenceEqual(etag))
            {
                return true;
            }
        }

        return false;
    }

    private DateTimeOffset? Date(string name) =>
        Request.Header(Prefix + name) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;
}
