using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>An answer that the gateway gives itself: <c>{"message": …}</c>.</summary>
/// <param name="errorType">For <c>x-amzn-ErrorType</c>, which HTTP APIs do not send.</param>
/// <remarks><see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html"/></remarks>
internal sealed class GatewayAnswer(int status, string message, string? errorType) : Exception(message)
{
    public int Status { get; } = status;

    public string? ErrorType { get; } = errorType;

    /// <summary>What only TestInvokeMethod tells.</summary>
    public string? Reason { get; private init; }

    /// <summary>No such resource or method, or a signature that is missing: AWS tells nobody which.</summary>
    public static GatewayAnswer MissingToken() => new(403, "Missing Authentication Token", "MissingAuthenticationTokenException");

    public static GatewayAnswer Forbidden() => new(403, "Forbidden", "ForbiddenException");

    public static GatewayAnswer Throttled() => new(429, "Too Many Requests", "TooManyRequestsException");

    public static GatewayAnswer QuotaExceeded() => new(429, "Limit Exceeded", "LimitExceededException");

    public static GatewayAnswer BadRequest(string message) => new(400, message, "BadRequestException");

    public static GatewayAnswer UnsupportedMediaType() => new(415, "Unsupported Media Type", "UnsupportedMediaTypeException");

    public static GatewayAnswer TooLarge() => new(413, "Request Too Long", "RequestTooLargeException");

    public static GatewayAnswer TimedOut() => new(504, "Endpoint request timed out", "InternalServerErrorException");

    /// <summary>The backend's answer is none, or it failed.</summary>
    public static GatewayAnswer BadGateway() => new(502, "Internal server error", "InternalServerErrorException");

    /// <summary>The API is not set up so that it could work: no permission, no function, a template that does not fit.</summary>
    /// <param name="reason">For TestInvokeMethod's log, in AWS's words.</param>
    public static GatewayAnswer Misconfigured(string? reason = null) => new(500, "Internal server error", "InternalServerErrorException") { Reason = reason };

    public static GatewayAnswer NotFound() => new(404, "Not Found", null);

    public async Task WriteAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body, HttpEvent.Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("message", Message);
            json.WriteEndObject();
        }

        http.Response.StatusCode = Status;
        http.Response.ContentType = "application/json";
        if (ErrorType is { } type)
        {
            http.Response.Headers["x-amzn-ErrorType"] = type;
        }

        await InferredResponse.SendAsync(http, body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}
