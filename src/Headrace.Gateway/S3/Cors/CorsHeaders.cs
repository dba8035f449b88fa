using System.Globalization;
using System.Text;
using Headrace.Wire.S3;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Cors;

/// <summary>The response headers that let a browser's page read the answer.</summary>
internal static class CorsHeaders
{
    /// <summary>Adds them to the answer of an actual request, when the bucket has a rule that fits; otherwise the answer is as it would be.</summary>
    public static void Add(S3Request request)
    {
        if (request.BucketName is null || request.Headers.Origin is not [{ Length: > 0 } origin] || Configuration(request) is not { } configuration)
        {
            return;
        }

        if (configuration.Match(origin, request.Method, RequestedHeaders(request)) is { } rule)
        {
            Write(request.Response.Headers, rule, origin, []);
        }
    }

    /// <summary>Null when the bucket does not exist or has no configuration.</summary>
    public static CorsConfiguration? Configuration(S3Request request) =>
        request.Store.FindBucket(request.BucketName!) is { } bucket && request.Store.GetBucketDocument(bucket.Name, GetBucketCors.Kind) is { } document
            ? CorsConfiguration.Parse(Encoding.UTF8.GetBytes(document))
            : null;

    /// <summary>Of <c>Access-Control-Request-Headers</c>, in lower case.</summary>
    public static IReadOnlyList<string> RequestedHeaders(S3Request request) => request.Headers.AccessControlRequestHeaders.ToString()
        .ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <param name="requested">The headers that a preflight asked about.</param>
    public static void Write(IHeaderDictionary headers, CorsConfiguration.Rule rule, string origin, IReadOnlyList<string> requested)
    {
        var everybody = rule.OriginFor(origin) == "*";
        headers.AccessControlAllowOrigin = everybody ? "*" : origin;
        headers.AccessControlAllowMethods = string.Join(", ", rule.AllowedMethods);
        if (!everybody)
        {
            headers.AccessControlAllowCredentials = "true";
        }

        if (requested.Count > 0)
        {
            headers.AccessControlAllowHeaders = string.Join(", ", requested);
        }

        if (rule.ExposeHeaders.Count > 0)
        {
            headers.AccessControlExposeHeaders = string.Join(", ", rule.ExposeHeaders);
        }

        if (rule.MaxAgeSeconds is { } seconds)
        {
            headers.AccessControlMaxAge = seconds.ToString(CultureInfo.InvariantCulture);
        }

        headers.Vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
    }
}
