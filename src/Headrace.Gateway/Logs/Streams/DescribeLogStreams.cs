using System.Globalization;
using System.Text.Json;
using Headrace.Telemetry.Logs;

namespace Headrace.Gateway.Logs.Streams;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html</summary>
internal static class DescribeLogStreams
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = call.GroupNameOrIdentifier();
        var prefix = call.Text("logStreamNamePrefix", 1, 512);
        var orderBy = call.Text("orderBy");
        call.OneOf("orderBy", orderBy, "LogStreamName", "LastEventTime");
        var descending = call.Truth("descending");
        var token = call.Text("nextToken", 1);
        var limit = call.Limit(50, 50);
        call.Validate();
        if (orderBy == "LastEventTime" && prefix is not null)
        {
            throw LogsErrors.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        call.Group(group);
        var order = (orderBy ?? "LogStreamName") + (descending ? "-" : "+");
        var after = token is null ? null : LogsToken.Parts(token, 3);
        if (after is not null && after[0] != order)
        {
            throw LogsErrors.InvalidToken();
        }

        var streams = orderBy == "LastEventTime" ? ByTime(call, group, descending, after) : ByName(call, group, prefix ?? "", descending, after);
        var page = streams.Take(limit + 1).ToList();
        return call.AnswerAsync(json =>
        {
            json.WriteStartArray("logStreams");
            foreach (var (name, _) in page.Take(limit))
            {
                if (call.Logs.Describe(group, name) is { } stream)
                {
                    Write(json, call, group, stream);
                }
            }

            json.WriteEndArray();
            if (page.Count > limit)
            {
                var (name, time) = page[limit - 1];
                json.WriteString("nextToken", LogsToken.Opaque(order, time.ToString(CultureInfo.InvariantCulture), name));
            }
        });
    }

    private static IEnumerable<(string Name, long Time)> ByName(LogsCall call, string group, string prefix, bool descending, string[]? after)
    {
        var names = call.Logs.ListStreams(group, prefix) ?? [];
        return (descending ? names.Reverse() : names)
            .Where(name => after is null || Math.Sign(string.CompareOrdinal(name, after[2])) == (descending ? -1 : 1))
            .Select(name => (name, 0L));
    }

    /// <summary>Streams without events come as if theirs were at the beginning of time.</summary>
    private static IEnumerable<(string Name, long Time)> ByTime(LogsCall call, string group, bool descending, string[]? after)
    {
        var comparer = Comparer<(string Name, long Time)>.Create((left, right) =>
            left.Time != right.Time ? left.Time.CompareTo(right.Time) : string.CompareOrdinal(left.Name, right.Name));
        var streams = call.Logs.LastEvents(group);
        (string, long)? last = after is null ? null : (after[2], long.TryParse(after[1], NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time : throw LogsErrors.InvalidToken());
        return (descending ? streams.OrderDescending(comparer) : streams.Order(comparer))
            .Where(stream => last is null || Math.Sign(comparer.Compare(stream, last.Value)) == (descending ? -1 : 1));
    }

    private static void Write(Utf8JsonWriter json, LogsCall call, string group, LogStreamSummary stream)
    {
        json.WriteStartObject();
        json.WriteString("logStreamName", stream.Name);
        json.WriteNumber("creationTime", stream.CreationTime);
        if (stream is { FirstEvent: { } first, LastEvent: { } last, LastIngestion: { } ingestion })
        {
            json.WriteNumber("firstEventTimestamp", first);
            json.WriteNumber("lastEventTimestamp", last);
            json.WriteNumber("lastIngestionTime", ingestion);
            json.WriteString("uploadSequenceToken", LogsToken.Number(group, stream.Name, new LogMark(stream.StoredBytes, last)));
        }

        json.WriteString("arn", LogsArn.Of(call.Scope, group, stream.Name));
        json.WriteNumber("storedBytes", 0); // for streams, since June 2019
        json.WriteEndObject();
    }
}
