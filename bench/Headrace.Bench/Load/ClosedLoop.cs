using System.Diagnostics;
using System.Net;

namespace Headrace.Bench.Load;

/// <summary>N callers, each sending its next request when it has the answer to the last one.</summary>
public static class ClosedLoop
{
    /// <param name="next">The request number n as bytes; called on the callers' threads.</param>
    /// <param name="requests">How many in all.</param>
    /// <param name="expected">The status that counts as success; anything else ends the run with an error.</param>
    /// <param name="offered">Requests a second at most, over all callers, or null for as many as the server takes.</param>
    public static LoadResult Run(IPEndPoint server, int callers, int requests, Func<int, byte[]> next, int expected = 200, double? offered = null)
    {
        var latencies = new double[requests];
        var sequence = -1;
        Exception? failure = null;
        using var never = new ManualResetEventSlim();
        var clock = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, callers).Select(_ => new Thread(() =>
        {
            try
            {
                using var connection = new RawConnection(server);
                int n;
                while (failure is null && (n = Interlocked.Increment(ref sequence)) < requests)
                {
                    var request = next(n);
                    if (offered is { } rate && TimeSpan.FromSeconds(n / rate) - clock.Elapsed is { Ticks: > 0 } early)
                    {
                        never.Wait(early);
                    }

                    var started = Stopwatch.GetTimestamp();
                    var status = connection.Exchange(request);
                    latencies[n] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                    if (status != expected)
                    {
                        throw new InvalidOperationException($"Request {n} was answered {status}, not {expected}.");
                    }
                }
            }
            catch (Exception e)
            {
                failure = e;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var seconds = clock.Elapsed.TotalSeconds;
        return failure is null ? new LoadResult(latencies, seconds) : throw failure;
    }
}
