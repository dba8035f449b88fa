using System.Globalization;
using System.Text;
using Headrace.Telemetry.Logs;
using Headrace.Telemetry.Logs.Filters;

namespace Headrace.Gateway.Logs.Events;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html</summary>
internal static class FilterLogEvents
{
    /// <summary>What one call reads at most: a pattern that nothing fits answers empty pages with tokens instead of holding the client up.</summary>
    private const long MostScanned = 32 * 1024 * 1024;

    public static Task HandleAsync(LogsCall call)
    {
        var group = call.GroupNameOrIdentifier();
        var names = call.Texts("logStreamNames", 1, 100);
        var prefix = call.Text("logStreamNamePrefix", 1, 512);
        var from = call.Number("startTime", 0) ?? 0;
        var to = call.Number("endTime", 0) is { } end ? end + 1 : long.MaxValue;
        var pattern = Parse(call.Text("filterPattern", 0, FilterPattern.LongestPattern));
        var token = call.Text("nextToken", 1);
        var limit = call.Limit(GetLogEvents.MostEvents, GetLogEvents.MostEvents);
        call.Truth("interleaved");
        call.Truth("unmask");
        call.Validate();
        if (names is not null && prefix is not null)
        {
            throw LogsErrors.Invalid("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
        }

        call.Group(group);
        if (names?.Any(name => !call.Logs.HasStream(group, name)) == true)
        {
            throw LogsErrors.NoStream();
        }

        LogCursor? after = token is null ? null : CursorOf(token, group);
        var query = new LogQuery(from, to, prefix ?? "", names?.ToHashSet(StringComparer.Ordinal));
        var events = Scan(call.Logs.Read(group, query, after), pattern, limit, call.Aborted, out var next);
        return call.AnswerAsync(json =>
        {
            json.WriteStartArray("events");
            foreach (var logEvent in events)
            {
                json.WriteStartObject();
                json.WriteString("logStreamName", logEvent.Stream);
                json.WriteNumber("timestamp", logEvent.Timestamp);
                json.WriteString("message", logEvent.Message);
                json.WriteNumber("ingestionTime", logEvent.IngestionTime);
                json.WriteString("eventId", LogsToken.EventId(group, logEvent));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("searchedLogStreams"); // always empty since May 2020
            json.WriteEndArray();
            if (next is { } cursor)
            {
                json.WriteString("nextToken", LogsToken.Opaque(
                    group, cursor.Timestamp.ToString(CultureInfo.InvariantCulture), cursor.End.ToString(CultureInfo.InvariantCulture), cursor.Stream));
            }
        });
    }

    /// <param name="next">Where to go on; null when everything was looked at.</param>
    private static List<LogEvent> Scan(IEnumerable<LogEvent> source, FilterPattern? pattern, int limit, CancellationToken cancellationToken, out LogCursor? next)
    {
        next = null;
        var events = new List<LogEvent>();
        var scanned = 0L;
        var bytes = 0L;
        foreach (var logEvent in source)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (pattern?.Matches(logEvent.Message) != false)
            {
                var length = Encoding.UTF8.GetByteCount(logEvent.Message);
                if (events.Count == limit || (bytes + length > GetLogEvents.MostBytes && events.Count > 0))
                {
                    return events;
                }

                bytes += length;
                events.Add(logEvent);
            }

            next = new LogCursor(logEvent.Timestamp, logEvent.Stream, logEvent.End);
            scanned += logEvent.End - logEvent.Position;
            if (scanned > MostScanned)
            {
                return events;
            }
        }

        next = null;
        return events;
    }

    private static FilterPattern? Parse(string? pattern)
    {
        try
        {
            return string.IsNullOrWhiteSpace(pattern) ? null : FilterPattern.Parse(pattern);
        }
        catch (FilterPatternException malformed)
        {
            throw LogsErrors.Invalid($"Invalid filter pattern: {malformed.Message}");
        }
    }

    private static LogCursor CursorOf(string token, string group) =>
        LogsToken.Parts(token, 4) is [var tokenGroup, var timestamp, var end, var stream] && tokenGroup == group
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new LogCursor(at, stream, position)
            : throw LogsErrors.InvalidToken();
}
