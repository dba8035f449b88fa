using System.Collections.Concurrent;
using Headrace.Lab.Load.Http;
using Headrace.Lab.Load.Targets;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;

namespace Headrace.Lab.Load;

/// <summary>Sends one variant's items when they are due.</summary>
/// <param name="make">The item of a site that is due then; null: no more.</param>
/// <param name="answered">Called once for each item that was sent.</param>
/// <param name="interrupted">Those still under way are then given up.</param>
internal sealed class Generator(
    ITargetProtocol protocol, ConnectionPool pool, RunClock clock, Func<int, TimeSpan, Shot?> make, Action<Shot> sending, Action<Shot> answered, CancellationToken interrupted)
{
    /// <summary>Requests are written and signed so long before they are due.</summary>
    private static readonly TimeSpan _lead = TimeSpan.FromMilliseconds(200);

    /// <summary>A caller that cannot connect does not try again at once.</summary>
    private static readonly TimeSpan _unconnected = TimeSpan.FromMilliseconds(100);

    private const int MostReady = 4096;

    private readonly ConcurrentStack<RequestBuffer> _buffers = new();

    /// <summary>Ends when the last item has been sent; answers come later.</summary>
    /// <param name="stop">No further item is sent.</param>
    public Task RunAsync(PlannedLoad load, CancellationToken stop) => load switch
    {
        OpenLoad open => OpenAsync(open, stop),
        ClosedLoad closed => ClosedAsync(closed, stop),
        _ => throw new ArgumentOutOfRangeException(nameof(load)),
    };

    /// <summary>A thread of its own sends: no queue stands between the clock and the socket.</summary>
    private Task OpenAsync(OpenLoad load, CancellationToken stop)
    {
        var sent = new TaskCompletionSource();
        new Thread(() =>
        {
            try
            {
                RunClock.PreferThisThread();
                Dispatch(load, stop);
                sent.SetResult();
            }
            catch (Exception failure)
            {
                sent.SetException(failure);
            }
        })
        { IsBackground = true, Name = "generator" }.Start();
        return sent.Task;
    }

    private void Dispatch(OpenLoad load, CancellationToken stop)
    {
        var start = clock.Elapsed + _lead + _lead;
        var ready = new Queue<Shot>();
        using var arrivals = load.Arrivals.GetEnumerator();
        var hasMore = arrivals.MoveNext();
        while (!stop.IsCancellationRequested && (hasMore || ready.Count > 0))
        {
            var wake = TimeSpan.MaxValue;
            if (ready.TryPeek(out var next))
            {
                if (next.Due <= clock.Elapsed)
                {
                    _ = ExchangeAsync(ready.Dequeue());
                    continue;
                }

                wake = next.Due;
            }

            if (hasMore && ready.Count < MostReady)
            {
                var due = start + arrivals.Current.Offset;
                if (due - _lead <= clock.Elapsed)
                {
                    var shot = make(arrivals.Current.Site, due);
                    hasMore = shot is not null && arrivals.MoveNext();
                    if (shot is not null)
                    {
                        ready.Enqueue(Prepared(shot));
                    }

                    continue;
                }

                wake = due - _lead < wake ? due - _lead : wake;
            }

            clock.SleepUntil(wake, stop);
        }
    }

    private Task ClosedAsync(ClosedLoad load, CancellationToken stop)
    {
        var start = clock.Elapsed;
        var end = load.Length is { } length ? start + length : TimeSpan.MaxValue;
        var left = load.Length is null ? load.Expected ?? 0 : long.MaxValue;
        return Task.WhenAll(Enumerable.Range(0, load.Callers).Select(caller =>
            CallAsync(caller + 1, start + TimeSpan.FromSeconds(caller / load.SpawnRate), () => Interlocked.Decrement(ref left) >= 0, end, load, stop)));
    }

    /// <param name="mayGo">Whether there is another item for any of the callers.</param>
    private async Task CallAsync(int caller, TimeSpan due, Func<bool> mayGo, TimeSpan end, ClosedLoad load, CancellationToken stop)
    {
        var random = new Random(HashCode.Combine(unchecked((int)load.Seed), caller));
        try
        {
            await Task.Yield();
            while (due < end && !stop.IsCancellationRequested)
            {
                if (due > clock.Elapsed)
                {
                    await Task.Delay(due - clock.Elapsed, clock.Time, stop);
                }

                if (!mayGo() || make(caller, due) is not { } shot)
                {
                    return;
                }

                var isConnected = await ExchangeAsync(Prepared(shot));
                due = clock.Elapsed + (isConnected ? load.Think.Next(random) : _unconnected);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop while it was thinking.
        }
    }

    private Shot Prepared(Shot shot)
    {
        var request = _buffers.TryPop(out var used) ? used : new RequestBuffer();
        request.Clear();
        protocol.Prepare(shot, request);
        shot.Request = request;
        return shot;
    }

    /// <returns>False: nobody was there.</returns>
    private async Task<bool> ExchangeAsync(Shot shot)
    {
        sending(shot);
        var connection = pool.Rent();
        var isConnected = true;
        try
        {
            shot.Sent = clock.Now;
            await connection.ExchangeAsync(shot.Request!, protocol.IsHeadRequest);
            shot.Answered = clock.Now;
            protocol.Judge(shot, connection.Answer);
            if (protocol.AnswersWithResult && shot.Status == ItemStatus.Succeeded)
            {
                shot.Visible = shot.Answered;
            }
        }
        catch (ExchangeException failure)
        {
            isConnected = failure.IsConnected;
            shot.Fail(interrupted.IsCancellationRequested ? ItemStatus.Lost : ItemStatus.Failed, failure.Message);
        }
        finally
        {
            pool.Return(connection);
            _buffers.Push(shot.Request!);
            shot.Request = null;
        }

        answered(shot);
        return isConnected;
    }
}
