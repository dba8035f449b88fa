using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Lambda.Urls;

/// <summary>An HTTP request as the event of a function URL: payload format 2.0.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads"/></remarks>
internal static class UrlEvent
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Of(GatewayRequest request, string urlId, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var http = request.Http.Request;
        var buffer = new ArrayBufferWriter<byte>(1024 + body.Length);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("version", "2.0");
        json.WriteString("routeKey", "$default");
        json.WriteString("rawPath", request.RawPath);
        json.WriteString("rawQueryString", http.QueryString.HasValue ? http.QueryString.Value![1..] : "");
        WriteCookies(json, http);
        WriteHeaders(json, request);
        WriteQuery(json, http);
        WriteContext(json, request, urlId, now);
        WriteBody(json, http, body.Span);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteCookies(Utf8JsonWriter json, HttpRequest http)
    {
        if (http.Headers.Cookie.Count > 0)
        {
            json.WriteStartArray("cookies");
            foreach (var cookie in http.Headers.Cookie.ToString().Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                json.WriteStringValue(cookie);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Lower-case names; several lines of one name joined by commas; what the proxy in front of AWS's function URLs adds.</summary>
    private static void WriteHeaders(Utf8JsonWriter json, GatewayRequest request)
    {
        var http = request.Http.Request;
        json.WriteStartObject("headers");
        foreach (var (name, value) in http.Headers)
        {
            var lower = name.ToLowerInvariant();
            if (lower is not ("cookie" or "authorization" or "x-forwarded-for" or "x-forwarded-port" or "x-forwarded-proto" or "x-amzn-trace-id"))
            {
                json.WriteString(lower, string.Join(',', value.OfType<string>()));
            }
        }

        if (request.AccessKeyId is null && http.Headers.Authorization.Count > 0)
        {
            json.WriteString("authorization", http.Headers.Authorization.ToString());
        }

        json.WriteString("x-forwarded-for", SourceAddress(request.Http));
        json.WriteString("x-forwarded-port", (http.Host.Port ?? request.Http.Connection.LocalPort).ToString(CultureInfo.InvariantCulture));
        json.WriteString("x-forwarded-proto", http.Scheme);
        json.WriteString("x-amzn-trace-id", TraceIdOf(request));
        json.WriteEndObject();
    }

    private static void WriteQuery(Utf8JsonWriter json, HttpRequest http)
    {
        if (http.Query.Count > 0)
        {
            json.WriteStartObject("queryStringParameters");
            foreach (var (name, value) in http.Query)
            {
                json.WriteString(name, string.Join(',', value.OfType<string>()));
            }

            json.WriteEndObject();
        }
    }

    private static void WriteContext(Utf8JsonWriter json, GatewayRequest request, string urlId, DateTimeOffset now)
    {
        var http = request.Http.Request;
        json.WriteStartObject("requestContext");
        json.WriteString("accountId", request.AccessKeyId is null ? "anonymous" : request.Scope.AccountId);
        json.WriteString("apiId", urlId);
        if (request.AccessKeyId is { } accessKey)
        {
            json.WriteStartObject("authorizer");
            json.WriteStartObject("iam");
            json.WriteString("accessKey", accessKey);
            json.WriteString("accountId", request.Scope.AccountId);
            json.WriteString("callerId", request.Scope.AccountId);
            json.WriteNull("cognitoIdentity");
            json.WriteNull("principalOrgId");
            json.WriteString("userArn", $"arn:aws:iam::{request.Scope.AccountId}:root");
            json.WriteString("userId", request.Scope.AccountId);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteString("domainName", http.Host.Host);
        json.WriteString("domainPrefix", urlId);
        json.WriteStartObject("http");
        json.WriteString("method", http.Method);
        json.WriteString("path", request.RawPath);
        json.WriteString("protocol", http.Protocol);
        json.WriteString("sourceIp", SourceAddress(request.Http));
        json.WriteString("userAgent", http.Headers.UserAgent.ToString());
        json.WriteEndObject();
        json.WriteString("requestId", request.RequestId);
        json.WriteString("routeKey", "$default");
        json.WriteString("stage", "$default");
        json.WriteString("time", now.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        json.WriteNumber("timeEpoch", now.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, HttpRequest http, ReadOnlySpan<byte> body)
    {
        var isText = IsText(http.ContentType) && Utf8.IsValid(body);
        if (!body.IsEmpty)
        {
            json.WriteString("body", isText ? Encoding.UTF8.GetString(body) : Convert.ToBase64String(body));
        }

        json.WriteBoolean("isBase64Encoded", !body.IsEmpty && !isText);
    }

    /// <summary>AWS sends these as they are, and everything else as base64.</summary>
    private static bool IsText(string? contentType)
    {
        var type = contentType?.Split(';')[0].Trim().ToLowerInvariant();
        return type is null or "application/json" or "application/javascript" or "application/xml" ||
            type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal);
    }

    internal static string TraceIdOf(GatewayRequest request) =>
        request.Http.Request.Headers["X-Amzn-Trace-Id"] is [{ Length: > 0 } given, ..]
            ? given
            : $"Root=1-{request.RequestId[..8]}-{request.RequestId.Replace("-", "", StringComparison.Ordinal)[8..]}";

    private static string SourceAddress(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1";
}
