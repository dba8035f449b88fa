using System.Text.Json;

namespace Headrace.Lab.Joining;

/// <summary>The platform's line of a function whose <c>LogFormat</c> is <c>JSON</c>.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html">Telemetry API event schema</see>.</remarks>
internal readonly record struct PlatformEvent(string Type, string RequestId, JsonElement Record)
{
    /// <summary>False: something else that a function wrote as JSON.</summary>
    public static bool TryRead(string message, out PlatformEvent platform)
    {
        platform = default;
        try
        {
            using var document = JsonDocument.Parse(message);
            var root = document.RootElement;
            if (!root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() is not { } name || !name.StartsWith("platform.", StringComparison.Ordinal)
                || !root.TryGetProperty("record", out var record) || record.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var id = Text(record, "requestId");
            platform = new PlatformEvent(name, id ?? "", record.Clone());
            return id is not null || name == "platform.initStart";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public void CopyTo(Invocation invocation)
    {
        if (Record.TryGetProperty("metrics", out var metrics) && metrics.ValueKind == JsonValueKind.Object)
        {
            invocation.IsReported = true;
            invocation.Duration = Number(metrics, "durationMs");
            invocation.Billed = Number(metrics, "billedDurationMs");
            invocation.Init = Number(metrics, "initDurationMs");
            invocation.MemorySize = Whole(metrics, "memorySizeMB");
            invocation.MaxMemoryUsed = Whole(metrics, "maxMemoryUsedMB");
        }

        if (Text(Record, "status") is { } status)
        {
            PlatformLine.Fail(invocation, status);
        }

        if (Text(Record, "errorType") is { } error)
        {
            invocation.Fail(invocation.Status, error);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;

    private static int Whole(JsonElement element, string name) => Number(element, name) is >= 0 and <= int.MaxValue and var value ? (int)value : 0;
}
