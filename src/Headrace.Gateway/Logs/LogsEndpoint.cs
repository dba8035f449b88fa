using System.Text.Json;
using Headrace.Telemetry.Logs;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Logs;

/// <summary>CloudWatch Logs (JSON 1.1, <c>Logs_20140328</c>) over a <see cref="LogStore"/>.</summary>
/// <remarks>One operation is one file. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html</remarks>
public sealed class LogsEndpoint(LogStore logs, TimeProvider time) : IServiceEndpoint
{
    internal const string ContentType = "application/x-amz-json-1.1";

    /// <summary>A batch of 1 MB, in which JSON may spell every byte with six.</summary>

    private const string TargetPrefix = "Logs_20140328.";

    public string ServiceName => "logs";

    public BodyLimit? BodyLimit { get; } = BodyLimit.Of(8 * 1024 * 1024, "RequestEntityTooLargeException");

    public async Task HandleAsync(GatewayRequest request)
    {
        var target = request.Http.Request.Headers["X-Amz-Target"].ToString();
        var name = target.StartsWith(TargetPrefix, StringComparison.Ordinal) ? target[TargetPrefix.Length..] : "";
        if (LogsOperations.Find(name) is not { } operation)
        {
            throw LogsOperations.IsKnown(name)
                ? LogsErrors.NotImplemented($"The operation {name}")
                : new WireException("UnknownOperationException", 400, $"The operation '{target}' is none of CloudWatch Logs.");
        }

        using var body = await ParseAsync(request);
        request.Http.Response.ContentType = ContentType;
        await operation(new LogsCall(request, body.RootElement, logs, time));
    }

    public async Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId)
    {
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = ContentType;
        http.Response.Headers["x-amzn-ErrorType"] = error.Code;
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("__type", error.Code);
        json.WriteString("message", error.Message);
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted);
    }

    private static async Task<JsonDocument> ParseAsync(GatewayRequest request)
    {
        try
        {
            var document = request.BodyLength == 0 ? JsonDocument.Parse("{}") : await JsonDocument.ParseAsync(request.Body, default, request.Aborted);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw LogsErrors.Serialization("The request is no JSON object.");
        }
        catch (JsonException)
        {
            throw LogsErrors.Serialization("The request is no JSON.");
        }
    }
}
