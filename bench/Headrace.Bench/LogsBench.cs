using Headrace.Bench.Load;
using Headrace.Harness;

namespace Headrace.Bench;

/// <summary>Warm invocations that write ten lines each, beside the same function writing none: what logging costs.</summary>
/// <remarks>The runs alternate, so that what else the machine does falls on both.</remarks>
public static class LogsBench
{
    private const int Repetitions = 7;
    private const int Callers = 16;
    private const int Requests = 6_000;
    private const int Lines = 10;

    public static async Task RunAsync(Report report)
    {
        await using var engine = await EngineProcess.StartAsync();
        await engine.CreateFunctionAsync("talk", "talk");
        var silent = await InvokeAsync("0");
        var talking = await InvokeAsync($"{Lines}");
        ClosedLoop.Run(engine.Address, Callers, Requests, _ => talking);
        ClosedLoop.Run(engine.Address, Callers, Requests, _ => silent);
        List<LoadResult> with = [], without = [];
        for (var i = 0; i < Repetitions; i++)
        {
            with.Add(ClosedLoop.Run(engine.Address, Callers, Requests, _ => talking));
            without.Add(ClosedLoop.Run(engine.Address, Callers, Requests, _ => silent));
        }

        var (ours, limit) = (LoadResult.Median(with), LoadResult.Median(without));
        report.Add($"invoke rate, {Lines} lines each, {Callers} callers", ours.Rate, "/s", $"without {limit.Rate:#,0}/s: {ours.Rate / limit.Rate:P0}; reach 85 %, aim 95 %");
        report.Add("lines", ours.Rate * Lines, "/s");
        report.Add("invoke p99 with lines", ours.P99, "ms", $"without {limit.P99:0.000} ms");
        report.Add("engine memory", engine.ResidentMiB, "MiB");

        Task<byte[]> InvokeAsync(string payload) => SignedRequest.BuildAsync(
            engine.Endpoint, engine.Credentials, "lambda", HttpMethod.Post, "/2015-03-31/functions/talk/invocations", System.Text.Encoding.UTF8.GetBytes(payload), CancellationToken.None);
    }
}
