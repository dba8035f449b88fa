using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>An HTTP request as a function's event: format 1.0, of REST APIs' proxy integrations and, on request, of HTTP APIs.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format"/>
/// </remarks>
internal sealed record ProxyEvent
{
    /// <summary>HTTP APIs say <c>1.0</c>; REST APIs do not.</summary>
    public string? Version { get; init; }

    public required string Resource { get; init; }

    /// <summary>After the stage.</summary>
    public required string Path { get; init; }

    public required string HttpMethod { get; init; }

    /// <summary>With the stage.</summary>
    public required string FullPath { get; init; }

    public required IEnumerable<KeyValuePair<string, StringValues>> Headers { get; init; }

    public required IEnumerable<KeyValuePair<string, StringValues>> Query { get; init; }

    public required IReadOnlyDictionary<string, string> PathParameters { get; init; }

    public required IReadOnlyDictionary<string, string>? StageVariables { get; init; }

    public required string AccountId { get; init; }

    public required string ApiId { get; init; }

    public required string Stage { get; init; }

    public required string? DeploymentId { get; init; }

    public required string ResourceId { get; init; }

    public required string? ApiKey { get; init; }

    public required string? ApiKeyId { get; init; }

    public required bool IsSigned { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The content type is among the API's binary media types.</summary>
    public required bool IsBinary { get; init; }

    public ReadOnlyMemory<byte> Write(GatewayRequest request, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(4096 + (Body.Length * 4 / 3));
        using var json = new Utf8JsonWriter(buffer, HttpEvent.Relaxed);
        json.WriteStartObject();
        if (Version is not null)
        {
            json.WriteString("version", Version);
        }

        json.WriteString("resource", Resource);
        json.WriteString("path", Path);
        json.WriteString("httpMethod", HttpMethod);
        WriteSingle(json, "headers", Headers);
        WriteMulti(json, "multiValueHeaders", Headers);
        WriteSingle(json, "queryStringParameters", Query);
        WriteMulti(json, "multiValueQueryStringParameters", Query);
        WriteMap(json, "pathParameters", PathParameters);
        WriteMap(json, "stageVariables", StageVariables);
        WriteContext(json, request, now);
        WriteBody(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>The request's headers and what the proxy in front of AWS's endpoints adds.</summary>
    public static List<KeyValuePair<string, StringValues>> HeadersOf(GatewayRequest request, bool isSigned)
    {
        var http = request.Http;
        var headers = new List<KeyValuePair<string, StringValues>>(http.Request.Headers.Count + 4);
        foreach (var header in http.Request.Headers)
        {
            if (!IsAdded(header.Key) && !header.Key.Equals("Connection", StringComparison.OrdinalIgnoreCase) && !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) &&
                !(isSigned && header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))
            {
                headers.Add(header);
            }
        }

        headers.Add(new("X-Amzn-Trace-Id", Caller.TraceIdOf(request)));
        headers.Add(new("X-Forwarded-For", Caller.AddressOf(http)));
        headers.Add(new("X-Forwarded-Port", Caller.PortOf(http)));
        headers.Add(new("X-Forwarded-Proto", http.Request.Scheme));
        return headers;
    }

    private static bool IsAdded(string name) => name.Length is 15 or 16 or 17 &&
        (name.Equals("X-Amzn-Trace-Id", StringComparison.OrdinalIgnoreCase) || name.Equals("X-Forwarded-For", StringComparison.OrdinalIgnoreCase) ||
        name.Equals("X-Forwarded-Port", StringComparison.OrdinalIgnoreCase) || name.Equals("X-Forwarded-Proto", StringComparison.OrdinalIgnoreCase));

    private static void WriteSingle(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, StringValues>> values)
    {
        var any = false;
        foreach (var (key, value) in values)
        {
            if (!any)
            {
                any = true;
                json.WriteStartObject(name);
            }

            json.WriteString(key, value.Count == 0 ? "" : value[^1]);
        }

        End(json, name, any);
    }

    private static void WriteMulti(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, StringValues>> values)
    {
        var any = false;
        foreach (var (key, value) in values)
        {
            if (!any)
            {
                any = true;
                json.WriteStartObject(name);
            }

            json.WriteStartArray(key);
            foreach (var one in value)
            {
                json.WriteStringValue(one);
            }

            json.WriteEndArray();
        }

        End(json, name, any);
    }

    private static void End(Utf8JsonWriter json, string name, bool any)
    {
        if (any)
        {
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string>? values)
    {
        if (values is not { Count: > 0 })
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private void WriteContext(Utf8JsonWriter json, GatewayRequest request, DateTimeOffset now)
    {
        var http = request.Http.Request;
        json.WriteStartObject("requestContext");
        json.WriteString("resourceId", ResourceId);
        json.WriteString("resourcePath", Resource);
        json.WriteString("httpMethod", HttpMethod);
        json.WriteString("extendedRequestId", ExtendedId(request.RequestId));
        json.WriteString("requestTime", Caller.TimeText(now));
        json.WriteString("path", FullPath);
        json.WriteString("accountId", AccountId);
        json.WriteString("protocol", http.Protocol);
        json.WriteString("stage", Stage);
        json.WriteString("domainPrefix", ApiId);
        json.WriteNumber("requestTimeEpoch", now.ToUnixTimeMilliseconds());
        json.WriteString("requestId", request.RequestId);
        json.WriteStartObject("identity");
        json.WriteNull("cognitoIdentityPoolId");
        json.WriteString("accountId", IsSigned ? request.Scope.AccountId : null);
        if (ApiKey is not null)
        {
            json.WriteString("apiKey", ApiKey);
            json.WriteString("apiKeyId", ApiKeyId);
        }

        json.WriteNull("cognitoIdentityId");
        json.WriteString("caller", IsSigned ? request.Scope.AccountId : null);
        json.WriteString("sourceIp", Caller.AddressOf(request.Http));
        json.WriteNull("principalOrgId");
        json.WriteString("accessKey", IsSigned ? request.AccessKeyId : null);
        json.WriteNull("cognitoAuthenticationType");
        json.WriteNull("cognitoAuthenticationProvider");
        json.WriteString("userArn", IsSigned ? $"arn:aws:iam::{request.Scope.AccountId}:root" : null);
        json.WriteString("userAgent", http.Headers.UserAgent.Count > 0 ? http.Headers.UserAgent.ToString() : null);
        json.WriteString("user", IsSigned ? request.Scope.AccountId : null);
        json.WriteEndObject();
        json.WriteString("domainName", http.Host.Host);
        if (DeploymentId is not null)
        {
            json.WriteString("deploymentId", DeploymentId);
        }

        json.WriteString("apiId", ApiId);
        json.WriteEndObject();
    }

    private void WriteBody(Utf8JsonWriter json)
    {
        if (Body.IsEmpty)
        {
            json.WriteNull("body");
        }
        else if (IsBinary)
        {
            json.WriteBase64String("body", Body.Span);
        }
        else if (Utf8.IsValid(Body.Span))
        {
            json.WriteString("body", Body.Span);
        }
        else
        {
            // What is no text but was not declared binary is read as text all the same, its stray bytes replaced.
            json.WriteString("body", Encoding.UTF8.GetString(Body.Span));
        }

        json.WriteBoolean("isBase64Encoded", IsBinary && !Body.IsEmpty);
    }

    /// <summary>What answers carry as <c>x-amz-apigw-id</c>: 15 characters of base64 and a <c>=</c>.</summary>
    internal static string ExtendedId(string requestId) =>
        Convert.ToBase64String(Guid.Parse(requestId).ToByteArray().AsSpan(0, 11)).TrimEnd('=') + "=";
}
