using Headrace.Telemetry.Logs;

namespace Headrace.Gateway.Logs.Events;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html</summary>
internal static class GetLogEvents
{
    public const int MostEvents = 10_000;
    public const int MostBytes = 1024 * 1024;

    public static Task HandleAsync(LogsCall call)
    {
        var group = call.GroupNameOrIdentifier();
        var stream = call.StreamName();
        var from = call.Number("startTime", 0) ?? 0;
        var to = call.Number("endTime", 0) ?? long.MaxValue;
        var token = call.Text("nextToken", 1);
        var limit = call.Limit(MostEvents, MostEvents);
        var forward = call.Truth("startFromHead");
        call.Truth("unmask");
        call.Validate();
        call.Group(group);
        LogMark? mark = null;
        if (token is not null)
        {
            (forward, mark) = LogsToken.Parse(token, group, stream);
        }

        var page = call.Logs.ReadPage(group, stream, new LogQuery(from, to), mark, forward, limit, MostBytes) ?? throw LogsErrors.NoStream();
        return call.AnswerAsync(json =>
        {
            json.WriteStartArray("events");
            foreach (var logEvent in page.Events)
            {
                json.WriteStartObject();
                json.WriteNumber("timestamp", logEvent.Timestamp);
                json.WriteString("message", logEvent.Message);
                json.WriteNumber("ingestionTime", logEvent.IngestionTime);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("nextForwardToken", LogsToken.Of('f', group, stream, page.Forward));
            json.WriteString("nextBackwardToken", LogsToken.Of('b', group, stream, page.Backward));
        });
    }
}
