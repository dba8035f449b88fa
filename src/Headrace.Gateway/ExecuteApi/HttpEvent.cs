using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>An HTTP request as a function's event: payload format 2.0, of HTTP APIs and of function URLs.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>,
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads"/>
/// </remarks>
internal sealed record HttpEvent
{
    internal static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public string RouteKey { get; init; } = "$default";

    public required string RawPath { get; init; }

    /// <summary>The path in <c>requestContext.http</c>: with the stage.</summary>
    public required string FullPath { get; init; }

    /// <summary>Of the owner; a function URL says <c>anonymous</c> of an unsigned request.</summary>
    public required string AccountId { get; init; }

    public required string ApiId { get; init; }

    public string Stage { get; init; } = "$default";

    public IReadOnlyDictionary<string, string> PathParameters { get; init; } = None;

    public IReadOnlyDictionary<string, string> StageVariables { get; init; } = None;

    /// <summary>Whether the signature decided: then its header is left out and <c>authorizer.iam</c> says who signed.</summary>
    public required bool IsSigned { get; init; }

    public ReadOnlyMemory<byte> Write(GatewayRequest request, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var http = request.Http.Request;
        var buffer = new ArrayBufferWriter<byte>(2048 + (body.Length * 4 / 3));
        using var json = new Utf8JsonWriter(buffer, Relaxed);
        json.WriteStartObject();
        json.WriteString("version", "2.0");
        json.WriteString("routeKey", RouteKey);
        json.WriteString("rawPath", RawPath);
        json.WriteString("rawQueryString", http.QueryString.HasValue ? http.QueryString.Value![1..] : "");
        WriteCookies(json, http);
        WriteHeaders(json, request);
        WriteQuery(json, http);
        WriteContext(json, request, now);
        WriteMap(json, "pathParameters", PathParameters);
        WriteMap(json, "stageVariables", StageVariables);
        EventBody.Write(json, http.ContentType, body.Span);
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

    /// <summary>Lower-case names; several lines of one name joined by commas; what the proxy in front of AWS's endpoints adds.</summary>
    private void WriteHeaders(Utf8JsonWriter json, GatewayRequest request)
    {
        var http = request.Http.Request;
        json.WriteStartObject("headers");
        foreach (var (name, value) in http.Headers)
        {
            var lower = name.ToLowerInvariant();
            if (lower is not ("cookie" or "authorization" or "x-forwarded-for" or "x-forwarded-port" or "x-forwarded-proto" or "x-amzn-trace-id"))
            {
                json.WriteString(lower, value.Count == 1 ? value[0] : string.Join(',', value.OfType<string>()));
            }
        }

        if (!IsSigned && http.Headers.Authorization.Count > 0)
        {
            json.WriteString("authorization", http.Headers.Authorization.ToString());
        }

        json.WriteString("x-forwarded-for", Caller.AddressOf(request.Http));
        json.WriteString("x-forwarded-port", Caller.PortOf(request.Http));
        json.WriteString("x-forwarded-proto", http.Scheme);
        json.WriteString("x-amzn-trace-id", Caller.TraceIdOf(request));
        json.WriteEndObject();
    }

    private static void WriteQuery(Utf8JsonWriter json, HttpRequest http)
    {
        if (http.QueryString.HasValue && http.Query.Count > 0)
        {
            json.WriteStartObject("queryStringParameters");
            foreach (var (name, value) in http.Query)
            {
                json.WriteString(name, string.Join(',', value.OfType<string>()));
            }

            json.WriteEndObject();
        }
    }

    private void WriteContext(Utf8JsonWriter json, GatewayRequest request, DateTimeOffset now)
    {
        var http = request.Http.Request;
        json.WriteStartObject("requestContext");
        json.WriteString("accountId", AccountId);
        json.WriteString("apiId", ApiId);
        if (IsSigned && request.AccessKeyId is { } accessKey)
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
        json.WriteString("domainPrefix", ApiId);
        json.WriteStartObject("http");
        json.WriteString("method", http.Method);
        json.WriteString("path", FullPath);
        json.WriteString("protocol", http.Protocol);
        json.WriteString("sourceIp", Caller.AddressOf(request.Http));
        json.WriteString("userAgent", http.Headers.UserAgent.ToString());
        json.WriteEndObject();
        json.WriteString("requestId", request.RequestId);
        json.WriteString("routeKey", RouteKey);
        json.WriteString("stage", Stage);
        json.WriteString("time", Caller.TimeText(now));
        json.WriteNumber("timeEpoch", now.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > 0)
        {
            json.WriteStartObject(name);
            foreach (var (key, value) in values)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }
    }
}
