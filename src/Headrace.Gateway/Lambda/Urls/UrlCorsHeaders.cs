using System.Collections.Immutable;
using System.Globalization;
using Headrace.Functions.Registry;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>Answers cross-origin requests to a function URL as its configuration says; the function hears of none of it.</summary>
internal static class UrlCorsHeaders
{
    /// <summary>Adds what the configuration allows to the response.</summary>
    /// <returns>Whether this was a preflight, and so is answered.</returns>
    public static bool Apply(HttpContext http, UrlCors? cors)
    {
        if (cors is null || http.Request.Headers.Origin is not [{ Length: > 0 } origin, ..])
        {
            return false;
        }

        var headers = http.Response.Headers;
        var isPreflight = HttpMethods.IsOptions(http.Request.Method) && http.Request.Headers.AccessControlRequestMethod.Count > 0;
        if (Allowed(cors.AllowOrigins, origin) is { } allowed)
        {
            headers.AccessControlAllowOrigin = allowed;
            headers.Vary = "Origin";
            if (cors.AllowCredentials == true)
            {
                headers.AccessControlAllowCredentials = "true";
            }

            Add(headers, "Access-Control-Expose-Headers", cors.ExposeHeaders);
            if (isPreflight)
            {
                Add(headers, "Access-Control-Allow-Methods", cors.AllowMethods);
                Add(headers, "Access-Control-Allow-Headers", cors.AllowHeaders);
                if (cors.MaxAge is { } age)
                {
                    headers.AccessControlMaxAge = age.ToString(CultureInfo.InvariantCulture);
                }
            }
        }

        return isPreflight;
    }

    private static string? Allowed(ImmutableArray<string>? origins, string origin) =>
        origins?.Contains("*") == true ? "*" : origins?.Contains(origin, StringComparer.OrdinalIgnoreCase) == true ? origin : null;

    private static void Add(IHeaderDictionary headers, string name, ImmutableArray<string>? values)
    {
        if (values is { IsEmpty: false } list)
        {
            headers[name] = string.Join(',', list);
        }
    }
}
