using System.Globalization;
using System.Text;
using Headrace.Store.Objects;
using Headrace.Wire.S3;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.S3.Objects;

/// <summary>What a request says of the object it writes: HTTP headers, user metadata, tags, storage class, conditions.</summary>
internal static class ObjectAttributes
{
    public const string DefaultContentType = "binary/octet-stream";

    private const string MetadataPrefix = "x-amz-meta-";

    private const int MaxMetadataBytes = 2048;

    public static ObjectHeaders ReadHeaders(S3Request request) => new(
        request.Header("Content-Type") is { Length: > 0 } type ? type : DefaultContentType,
        request.Header("Cache-Control"),
        request.Header("Content-Disposition"),
        ContentEncoding(request.Headers.ContentEncoding),
        request.Header("Content-Language"),
        request.Header("Expires"),
        request.Header("x-amz-website-redirect-location"));

    /// <exception cref="WireException">MetadataTooLarge.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(S3Request request)
    {
        Dictionary<string, string>? metadata = null;
        foreach (var (name, value) in request.AmzHeaders())
        {
            if (name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                (metadata ??= [])[name[MetadataPrefix.Length..].ToLowerInvariant()] = MetadataText.Decode(value.ToString());
            }
        }

        if (metadata is null)
        {
            return System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;
        }

        CheckSize(metadata);
        return metadata;
    }

    /// <exception cref="WireException">MetadataTooLarge.</exception>
    public static void CheckSize(IReadOnlyDictionary<string, string> metadata)
    {
        var size = metadata.Sum(static entry => Encoding.UTF8.GetByteCount(entry.Key) + Encoding.UTF8.GetByteCount(entry.Value));
        if (size > MaxMetadataBytes)
        {
            throw S3Error.Of(
                "MetadataTooLarge", new("Size", size.ToString(CultureInfo.InvariantCulture)),
                new("MaxSizeAllowed", MaxMetadataBytes.ToString(CultureInfo.InvariantCulture)));
        }
    }

    public static IReadOnlyList<KeyValuePair<string, string>> ReadTags(S3Request request) => Wire.S3.Tagging.ParseHeader(request.Header("x-amz-tagging"));

    /// <summary>Conditions of a write; null where the request has none.</summary>
    /// <exception cref="WireException">NotImplemented: S3 takes one of the two, an ETag in one and <c>*</c> in the other.</exception>
    public static WriteConditions ReadConditions(S3Request request)
    {
        const string BadValue = "We don't accept the provided value of {0} header for this API";
        var ifMatch = request.Header("If-Match");
        var ifNoneMatch = request.Header("If-None-Match");
        return (ifMatch, ifNoneMatch) switch
        {
            (null, null) => NoConditions,
            (not null, not null) => throw S3Error.HeaderNotImplemented("If-Match,If-None-Match", "Multiple conditional request headers present in the request"),
            ("*", _) => throw S3Error.HeaderNotImplemented("If-Match", BadValue.Replace("{0}", "If-Match", StringComparison.Ordinal)),
            (null, not "*") => throw S3Error.HeaderNotImplemented("If-None-Match", BadValue.Replace("{0}", "If-None-Match", StringComparison.Ordinal)),
            _ => new WriteConditions(ifMatch?.Trim().Trim('"'), ifNoneMatch),
        };
    }

    private static readonly WriteConditions NoConditions = new();

    /// <summary><c>aws-chunked</c> is the transport's, not the object's; the header may come in several lines.</summary>
    private static string? ContentEncoding(StringValues lines)
    {
        if (lines.Count == 0)
        {
            return null;
        }

        var encodings = lines.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(encoding => !encoding.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase));
        return string.Join(",", encodings) is { Length: > 0 } kept ? kept : null;
    }
}
