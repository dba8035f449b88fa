using System.Text;
using System.Text.Json;
using Headrace.Telemetry.Logs;

namespace Headrace.Gateway.Logs.Events;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html</summary>
internal static class PutLogEvents
{
    private const int MostEvents = 10_000;
    private const int MostBytes = 1_048_576;

    /// <summary>What AWS adds for each event when it counts.</summary>
    private const int Overhead = 26;

    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;
    private const long MostAhead = 2 * Hour;
    private const long MostBehind = 14 * Day;

    public static Task HandleAsync(LogsCall call)
    {
        var group = call.GroupName();
        var stream = call.StreamName();
        call.Text("sequenceToken", 1); // accepted and not looked at, as by AWS since January 2023
        var list = call.List("logEvents", 1, MostEvents);
        call.NotNull("logEvents", list);
        var events = list is { } members && members.GetArrayLength() <= MostEvents ? Read(call, members) : [];
        call.Validate();
        Check(events);
        var kept = call.Group(group);
        if (!call.Logs.HasStream(group, stream))
        {
            throw LogsErrors.NoStream();
        }

        var now = call.Now;
        var expired = events.TakeWhile(message => message.Timestamp < kept.OldestAt(now)).Count();
        var tooOld = events.TakeWhile(message => message.Timestamp < now - MostBehind).Count();
        var inTime = events.TakeWhile(message => message.Timestamp <= now + MostAhead).Count();
        var begin = Math.Max(expired, tooOld);
        if (begin < inTime && !call.Logs.Put(group, stream, events[begin..inTime]))
        {
            throw LogsErrors.NoStream();
        }

        return call.AnswerAsync(json =>
        {
            json.WriteString("nextSequenceToken", LogsToken.Number(group, stream, new LogMark(0, now)));
            if (begin == 0 && inTime == events.Count)
            {
                return;
            }

            json.WriteStartObject("rejectedLogEventsInfo");
            if (inTime < events.Count)
            {
                json.WriteNumber("tooNewLogEventStartIndex", inTime);
            }

            if (tooOld > 0)
            {
                json.WriteNumber("tooOldLogEventEndIndex", tooOld);
            }

            if (expired > tooOld)
            {
                json.WriteNumber("expiredLogEventEndIndex", expired);
            }

            json.WriteEndObject();
        });
    }

    private static List<LogMessage> Read(LogsCall call, JsonElement members)
    {
        var events = new List<LogMessage>(members.GetArrayLength());
        foreach (var member in members.EnumerateArray())
        {
            LogsCall.Expect(member, JsonValueKind.Object);
            var at = $"logEvents.{events.Count + 1}.member";
            var message = Member(member, "message", JsonValueKind.String)?.GetString();
            var timestamp = Member(member, "timestamp", JsonValueKind.Number);
            call.NotNull($"{at}.message", message);
            call.NotNull($"{at}.timestamp", timestamp);
            call.Check(message is null || message.Length > 0, message, $"{at}.message", "Member must have length greater than or equal to 1");
            long time = 0;
            if (timestamp is { } given && !given.TryGetInt64(out time))
            {
                throw LogsErrors.Serialization("NUMBER_VALUE can not be converted to a Long");
            }

            call.Check(timestamp is null || time >= 0, $"{time}", $"{at}.timestamp", "Member must have value greater than or equal to 0");
            events.Add(new LogMessage(time, Encoding.UTF8.GetBytes(message ?? "")));
        }

        return events;
    }

    private static JsonElement? Member(JsonElement logEvent, string name, JsonValueKind kind) =>
        logEvent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? LogsCall.Expect(value, kind) : null;

    private static void Check(List<LogMessage> events)
    {
        var bytes = 0L;
        for (var i = 0; i < events.Count; i++)
        {
            var size = events[i].Utf8.Length + Overhead;
            bytes += size;
            if (size > MostBytes)
            {
                throw LogsErrors.Invalid($"Log event too large: {size} bytes exceeds limit of {MostBytes}");
            }

            if (i > 0 && events[i].Timestamp < events[i - 1].Timestamp)
            {
                throw LogsErrors.Invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
        }

        if (bytes > MostBytes)
        {
            throw LogsErrors.Invalid($"Upload too large: {bytes} bytes exceeds limit of {MostBytes}");
        }

        if (events[^1].Timestamp - events[0].Timestamp > Day)
        {
            throw LogsErrors.Invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }
}
