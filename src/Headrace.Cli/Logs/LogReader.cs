using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Headrace.Cli.Logs;

/// <summary>Reads a log group as any client of CloudWatch Logs does: with FilterLogEvents, page by page.</summary>
/// <param name="call">Sends the operation; null when the group does not exist.</param>
internal sealed class LogReader(Func<JsonObject, CancellationToken, Task<JsonDocument?>> call)
{
    public const string Operation = "Logs_20140328.FilterLogEvents";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>How far behind the last line seen another stream's line may come into being.</summary>
    private const long Overlap = 5_000;

    /// <param name="from">Unix milliseconds.</param>
    public async IAsyncEnumerable<LogLine> ReadAsync(string group, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            var input = new JsonObject { ["logGroupName"] = group, ["startTime"] = Math.Max(0, from) };
            if (token is not null)
            {
                input["nextToken"] = token;
            }

            using var page = await call(input, cancellationToken);
            if (page is null)
            {
                yield break;
            }

            foreach (var logEvent in page.RootElement.GetProperty("events").EnumerateArray())
            {
                yield return new LogLine(
                    logEvent.GetProperty("eventId").GetString()!, logEvent.GetProperty("timestamp").GetInt64(), logEvent.GetProperty("message").GetString()!);
            }

            token = page.RootElement.TryGetProperty("nextToken", out var next) ? next.GetString() : null;
        }
        while (token is not null);
    }

    /// <summary>The same, then every line as it comes, until cancelled. The group may come into being meanwhile.</summary>
    public async IAsyncEnumerable<LogLine> FollowAsync(string group, long from, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval, time);
        var seen = new Dictionary<string, long>();
        var last = from;
        do
        {
            await foreach (var line in ReadAsync(group, Math.Max(from, last - Overlap), cancellationToken))
            {
                if (seen.TryAdd(line.Id, line.Timestamp))
                {
                    last = Math.Max(last, line.Timestamp);
                    yield return line;
                }
            }

            foreach (var old in seen.Where(line => line.Value < last - Overlap).Select(line => line.Key).ToList())
            {
                seen.Remove(old);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}

/// <param name="Id">The event's.</param>
/// <param name="Timestamp">Unix milliseconds.</param>
/// <param name="Message">As it was written, a trailing newline included.</param>
internal sealed record LogLine(string Id, long Timestamp, string Message);
