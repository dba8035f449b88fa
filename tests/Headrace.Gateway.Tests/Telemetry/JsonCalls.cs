using System.Net;
using System.Text;
using System.Text.Json;

namespace Headrace.Gateway.Tests.Telemetry;

/// <summary>Calls of AWS's JSON protocols as bytes, right and wrong.</summary>
internal static class JsonCalls
{
    public static Task<JsonAnswer> LogsAsync(this TelemetryHost host, string operation, string body) =>
        host.SendJsonAsync("logs", "Logs_20140328." + operation, Encoding.UTF8.GetBytes(body));

    public static async Task<JsonAnswer> SendJsonAsync(this TelemetryHost host, string service, string target, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/x-amz-json-1.1");
        using var response = await host.Http.SendAsync(service, HttpMethod.Post, "/", content, [KeyValuePair.Create("X-Amz-Target", target)]);
        return new JsonAnswer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

internal sealed record JsonAnswer(HttpStatusCode Status, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Code => Json.GetProperty("__type").GetString()!;

    public string Message => Json.GetProperty("message").GetString()!;
}
