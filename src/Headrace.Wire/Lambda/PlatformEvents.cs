using System.Buffers;
using System.Text.Json;

namespace Headrace.Wire.Lambda;

/// <summary>The platform's lines of a function whose <c>LogFormat</c> is <c>JSON</c>: the Telemetry API's events, one object a line.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html">Telemetry API event schema</see>.</remarks>
public static class PlatformEvents
{
    public static byte[] InitStart(DateTimeOffset at, string runtimeVersion, string runtimeVersionArn, string functionName, string functionVersion) =>
        Event(at, "platform.initStart", record =>
        {
            record.WriteString("initializationType", "on-demand");
            record.WriteString("phase", "init");
            record.WriteString("runtimeVersion", runtimeVersion);
            record.WriteString("runtimeVersionArn", runtimeVersionArn);
            record.WriteString("functionName", functionName);
            record.WriteString("functionVersion", functionVersion);
        });

    public static byte[] InitReport(DateTimeOffset at, InitReport report) => Event(at, "platform.initReport", record =>
    {
        record.WriteString("initializationType", "on-demand");
        record.WriteString("phase", report.Phase);
        record.WriteString("status", report.Status);
        WriteOptional(record, "errorType", report.ErrorType);
        record.WriteStartObject("metrics");
        WriteMilliseconds(record, "durationMs", report.Duration);
        record.WriteEndObject();
    });

    public static byte[] Start(DateTimeOffset at, string requestId, string version) => Event(at, "platform.start", record =>
    {
        record.WriteString("requestId", requestId);
        record.WriteString("version", version);
    });

    public static byte[] Report(DateTimeOffset at, InvocationReport report, bool isError) => Event(at, "platform.report", record =>
    {
        record.WriteString("requestId", report.RequestId);
        record.WriteStartObject("metrics");
        WriteMilliseconds(record, "durationMs", report.Duration);
        record.WriteNumber("billedDurationMs", report.BilledDuration);
        record.WriteNumber("memorySizeMB", report.MemorySize);
        record.WriteNumber("maxMemoryUsedMB", report.MaxMemoryUsed);
        if (report.InitDuration is { } init)
        {
            WriteMilliseconds(record, "initDurationMs", init);
        }

        record.WriteEndObject();
        record.WriteString("status", report.Status ?? (isError ? "error" : "success"));
        WriteOptional(record, "errorType", report.ErrorType);
    });

    private static byte[] Event(DateTimeOffset at, string type, Action<Utf8JsonWriter> writeRecord)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null));
            json.WriteString("type", type);
            json.WriteStartObject("record");
            writeRecord(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMilliseconds(Utf8JsonWriter json, string name, double value) => json.WriteNumber(name, Math.Round((decimal)value, 3));

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
