using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Lab.Joining;

namespace Headrace.Lab.Importing;

/// <summary>A page of FilterLogEvents or GetLogEvents: as the AWS command line prints it, and as the service answers.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html">FilterLogEvents</see>.</remarks>
internal sealed record LogPage(IReadOnlyList<LogPageEvent> Events, [property: JsonPropertyName("nextToken")] string? NextToken)
{
    [JsonPropertyName("events"), JsonRequired]
    public IReadOnlyList<LogPageEvent> Events { get; init; } = Events?.Contains(null!) == true ? throw new JsonException("an event is null") : Events!;

    public static void Read(SourceFile file, InvocationLog log)
    {
        foreach (var entry in SourceJson.Read(file, SourceJson.Default.LogPage).Events)
        {
            // GetLogEvents is about one stream and does not name it.
            log.Add(new LogEvent(entry.LogStreamName ?? file.Path, entry.Timestamp, entry.Message));
        }
    }
}

/// <param name="Timestamp">Unix milliseconds.</param>
internal sealed record LogPageEvent(
    [property: JsonPropertyName("timestamp"), JsonRequired] long Timestamp,
    [property: JsonPropertyName("message"), JsonRequired] string Message,
    [property: JsonPropertyName("logStreamName")] string? LogStreamName);
