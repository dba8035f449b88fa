using System.Collections.Concurrent;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Headrace.Cli.Detect;

/// <summary>Waits for items of a table by asking for them: many waiters, one question at a time.</summary>
internal sealed class ResultTable : IAsyncDisposable
{
    private const int MostKeys = 100; // of one BatchGetItem

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly IAmazonDynamoDB _tables;
    private readonly string _table;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Dictionary<string, AttributeValue>>> _waiting = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public ResultTable(IAmazonDynamoDB tables, string table)
    {
        _tables = tables;
        _table = table;
        _loop = AskAsync(_stopping.Token);
    }

    /// <summary>The item whose <c>id</c> this is, once it is there; null when it has not come in time.</summary>
    public async Task<Dictionary<string, AttributeValue>?> WaitAsync(string id, TimeSpan limit, CancellationToken cancellationToken)
    {
        var item = _waiting.GetOrAdd(id, _ => new TaskCompletionSource<Dictionary<string, AttributeValue>>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            return await item.Task.WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var ids in _waiting.Keys.Chunk(MostKeys))
                {
                    await AskForAsync(ids, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody waits any more.
        }
        catch (Exception failure) when (failure is AmazonDynamoDBException or HttpRequestException)
        {
            // No table, no right, no engine: every waiter is told.
            foreach (var waiter in _waiting.Values)
            {
                waiter.TrySetException(new CommandException($"The table {_table} cannot be read: {failure.Message}", failure));
            }
        }
    }

    private async Task AskForAsync(string[] ids, CancellationToken cancellationToken)
    {
        var answer = await _tables.BatchGetItemAsync(
            new BatchGetItemRequest
            {
                RequestItems = new() { [_table] = new KeysAndAttributes { Keys = [.. ids.Select(id => new Dictionary<string, AttributeValue> { ["id"] = new() { S = id } })], ConsistentRead = true } },
            },
            cancellationToken);
        foreach (var item in answer.Responses?.GetValueOrDefault(_table) ?? [])
        {
            if (item.TryGetValue("id", out var id) && _waiting.TryGetValue(id.S, out var waiter))
            {
                waiter.TrySetResult(item);
            }
        }
    }
}
