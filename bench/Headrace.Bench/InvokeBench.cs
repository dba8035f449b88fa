using System.Text;
using Headrace.Bench.Load;
using Headrace.Bench.Peers;
using Headrace.Harness;

namespace Headrace.Bench;

/// <summary>Warm synchronous invocations of the built-in <c>noop</c>, at 1 and at 16 callers, beside a bare Kestrel echo.</summary>
public static class InvokeBench
{
    private const int Repetitions = 5;

    public static async Task RunAsync(Report report)
    {
        await using var engine = await EngineProcess.StartAsync();
        await engine.CreateFunctionAsync("noop", "noop");
        var invoke = await SignedRequest.BuildAsync(engine.Endpoint, engine.Credentials, "lambda", HttpMethod.Post, "/2015-03-31/functions/noop/invocations", "{}"u8.ToArray(), CancellationToken.None);
        var (echo, echoAddress) = await KestrelEcho.StartAsync();
        await using var _ = echo;
        var plain = Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");

        report.Add("engine start", engine.StartMilliseconds, "ms", "aim ≤ 1,000 ms");
        report.Add("engine idle memory", engine.ResidentMiB, "MiB", "aim ≤ 120 MiB");
        foreach (var (callers, requests) in new[] { (1, 5_000), (16, 20_000) })
        {
            ClosedLoop.Run(engine.Address, callers, requests, _ => invoke);
            ClosedLoop.Run(echoAddress, callers, requests, _ => plain);
            List<LoadResult> ours = [], bare = [];
            for (var i = 0; i < Repetitions; i++)
            {
                ours.Add(ClosedLoop.Run(engine.Address, callers, requests, _ => invoke));
                bare.Add(ClosedLoop.Run(echoAddress, callers, requests, _ => plain));
            }

            var (our, limit) = (LoadResult.Median(ours), LoadResult.Median(bare));
            report.Add($"invoke rate, {callers} callers", our.Rate, "/s", $"bare Kestrel echo {limit.Rate:#,0}/s: {our.Rate / limit.Rate:0.00}×");
            report.Add($"invoke p50, {callers} callers", our.P50, "ms", $"echo {limit.P50:0.000} ms");
            report.Add($"invoke p99, {callers} callers", our.P99, "ms", $"echo {limit.P99:0.000} ms");
        }
    }
}
