using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headrace.Lab.Joining;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Importing;

/// <summary>
/// Reads a log group from CloudWatch Logs, or what speaks its protocol: FilterLogEvents over all streams at once, page by page, with waiting where the service asks for it.
/// GetLogEvents would take two calls for a stream, and every environment has a stream of its own: a run of 19,696 cold starts has 19,696, where an account may make some calls a second.
/// </summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html">FilterLogEvents</see>: 10,000 events or 1 MB a page; a page may be
/// empty and not be the last. While the service goes through streams without events it may answer with the token that it was asked with; asked again, it gets on
/// (<see href="https://github.com/boto/boto3/issues/1584">boto3 #1584</see>).
/// </remarks>
public sealed class LogApi(SignedHttpClient http, TimeProvider time)
{
    private const int Attempts = 9;
    private const int PageSize = 10_000;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>A page is asked for again when it has not come by then. The service looks through much for an empty one.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="progress">Gets the number of events so far, at each page.</param>
    /// <exception cref="LabException">The service refuses, does not answer, or its pages have no end.</exception>
    public async Task ReadAsync(string group, DateTimeOffset? start, DateTimeOffset? end, InvocationLog log, Action<long>? progress, CancellationToken cancellationToken)
    {
        var (token, still) = ((string?)null, 0);
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var input = new JsonObject { ["logGroupName"] = group, ["limit"] = PageSize };
            if (start is { } from)
            {
                input["startTime"] = from.ToUnixTimeMilliseconds();
            }

            if (end is { } to)
            {
                input["endTime"] = to.ToUnixTimeMilliseconds();
            }

            if (token is not null)
            {
                input["nextToken"] = token;
            }

            var page = await CallAsync(group, input, cancellationToken);
            foreach (var entry in page.Events)
            {
                log.Add(new LogEvent(entry.LogStreamName ?? group, entry.Timestamp, entry.Message));
            }

            progress?.Invoke(log.Events);
            if (token is not null && page.NextToken == token && page.Events.Count == 0)
            {
                _ = ++still < Attempts ? 0 : throw new LabException($"{http.Endpoint} does not get on: after {log.Events} events of {group} it answered {still} times with an empty page that leads to itself");
                await WaitAsync(still, cancellationToken);
                continue;
            }

            (token, still) = (page.NextToken, 0);
            _ = token is null || tokens.Add(token) ? 0 : throw new LabException($"{http.Endpoint} leads in a circle: after {log.Events} events of {group} it gives a page's token again");
        }
        while (token is not null);
    }

    private async Task<LogPage> CallAsync(string group, JsonObject input, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (page, refusal) = await TryAsync(group, input, isLast: attempt == Attempts, cancellationToken);
            if (page is not null)
            {
                return page;
            }

            if (attempt == Attempts)
            {
                throw new LabException($"{http.Endpoint} does not give the events of {group}, asked {Attempts} times: {refusal}");
            }

            await WaitAsync(attempt, cancellationToken);
        }
    }

    /// <summary>Longer each time, with jitter: what was refused together shall not come again together.</summary>
    private Task WaitAsync(int attempt, CancellationToken cancellationToken)
    {
        var wait = Math.Min(LongestWait.TotalMilliseconds, FirstWait.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return Task.Delay(TimeSpan.FromMilliseconds(wait * (0.5 + (Random.Shared.NextDouble() / 2))), time, cancellationToken);
    }

    /// <returns>A page, or why it is worth asking again.</returns>
    private async Task<(LogPage? Page, string Refusal)> TryAsync(string group, JsonObject input, bool isLast, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var content = new StringContent(input.ToJsonString(), System.Text.Encoding.UTF8, "application/x-amz-json-1.1");
            using var response = await http.SendAsync("logs", HttpMethod.Post, "/", content, [KeyValuePair.Create("X-Amz-Target", "Logs_20140328.FilterLogEvents")], either.Token);
            if (response.IsSuccessStatusCode)
            {
                var body = await response.Content.ReadAsStreamAsync(either.Token);
                return (await JsonSerializer.DeserializeAsync(body, SourceJson.Default.LogPage, either.Token), "an empty answer");
            }

            var refusal = await response.Content.ReadAsStringAsync(either.Token);
            var sentence = $"{(int)response.StatusCode} {(refusal.Length > 300 ? refusal[..300] : refusal).ReplaceLineEndings(" ")}";
            return response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500 || refusal.Contains("ThrottlingException", StringComparison.Ordinal)
                ? (null, sentence)
                : throw new LabException(
                    refusal.Contains("ResourceNotFoundException", StringComparison.Ordinal) ? $"{http.Endpoint} has no log group {group}" : $"{http.Endpoint} refuses the events of {group}: {sentence}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return isLast ? throw new LabException($"{http.Endpoint} does not answer: {failure.Message}", failure) : (null, failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {Patience.TotalSeconds:0} s");
        }
        catch (JsonException fault)
        {
            throw new LabException($"{http.Endpoint} answers FilterLogEvents with something else: {Records.JsonFile.Sentence(fault)}", fault);
        }
    }
}
