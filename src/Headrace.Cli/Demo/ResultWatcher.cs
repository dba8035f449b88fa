using System.Collections.Concurrent;
using System.Text.Json;

namespace Headrace.Cli.Demo;

/// <summary>Sees results as they appear, by asking: one short list a few milliseconds apart for all images under way, whatever their number.</summary>
/// <param name="keys">In the order of listing; results have the keys of their uploads.</param>
internal sealed class ResultWatcher(DemoClient client, IReadOnlyList<string> keys, string results, string failures, TimeProvider time)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan BetweenLooksForFailures = TimeSpan.FromMilliseconds(250);

    /// <summary>Longer than the function's timeout: an image that has come to no end by then never will.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ConcurrentDictionary<int, (long Since, TaskCompletionSource<string?> End)> _waiting = new();
    private string? _lastFailure;

    /// <summary>Ends when the image has its result (null) or has failed (the reason).</summary>
    public Task<string?> ExpectAsync(int index)
    {
        var end = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[index] = (time.GetTimestamp(), end);
        return end.Task;
    }

    /// <summary>Looks until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var indexes = keys.Index().ToDictionary(key => key.Item, key => key.Index);
        var lookedForFailures = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!_waiting.IsEmpty)
            {
                await LookForResultsAsync(indexes, cancellationToken);
                if (time.GetElapsedTime(lookedForFailures) >= BetweenLooksForFailures)
                {
                    lookedForFailures = time.GetTimestamp();
                    await LookForFailuresAsync(indexes, cancellationToken);
                    GiveUp();
                }
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    private async Task LookForResultsAsync(Dictionary<string, int> indexes, CancellationToken cancellationToken)
    {
        // Images are uploaded in the order of their keys, so the list that begins at the first one under way is short.
        var first = _waiting.Keys.Min();
        foreach (var key in await client.ListKeysAsync(results, first == 0 ? null : keys[first - 1], cancellationToken))
        {
            End(indexes, key, null);
        }
    }

    private async Task LookForFailuresAsync(Dictionary<string, int> indexes, CancellationToken cancellationToken)
    {
        foreach (var record in await client.ListKeysAsync(failures, _lastFailure, cancellationToken))
        {
            using var document = JsonDocument.Parse(await client.GetObjectAsync(failures, record, cancellationToken));
            var payload = document.RootElement.GetProperty("requestPayload").GetProperty("Records")[0];
            var key = Uri.UnescapeDataString(payload.GetProperty("s3").GetProperty("object").GetProperty("key").GetString()!.Replace('+', ' '));
            var reason = document.RootElement.TryGetProperty("responsePayload", out var response) && response.TryGetProperty("errorMessage", out var message)
                ? message.GetString()
                : document.RootElement.GetProperty("requestContext").GetProperty("condition").GetString();
            End(indexes, key, reason ?? "failed");
            _lastFailure = record;
        }
    }

    private void GiveUp()
    {
        foreach (var (index, (since, _)) in _waiting)
        {
            if (time.GetElapsedTime(since) > Patience)
            {
                End(index, $"no result after {Patience.TotalSeconds:0} s");
            }
        }
    }

    private void End(Dictionary<string, int> indexes, string key, string? failure)
    {
        if (indexes.TryGetValue(key, out var index))
        {
            End(index, failure);
        }
    }

    private void End(int index, string? failure)
    {
        if (_waiting.TryRemove(index, out var waiting))
        {
            waiting.End.TrySetResult(failure);
        }
    }
}
