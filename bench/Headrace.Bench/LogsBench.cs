using Headrace.Bench.Load;
using Headrace.Harness;

namespace Headrace.Bench;

/// <summary>Warm invocations that write ten lines each, beside the same function writing none: what logging costs.</summary>
/// <remarks>
/// Twice: at 2,000 invocations a second, and with as many as the engine takes from callers that wait for nothing else. The runs with and without
/// lines alternate, so that what else the machine does falls on both.
/// </remarks>
public static class LogsBench
{
    private const int Repetitions = 7;
    private const int Callers = 16;
    private const int Requests = 6_000;
    private const int Lines = 10;
    private const double Offered = 2_000;

    public static async Task RunAsync(Report report)
    {
        await using var engine = await EngineProcess.StartAsync();
        await engine.CreateFunctionAsync("talk", "talk");
        var silent = await InvokeAsync("0");
        var talking = await InvokeAsync($"{Lines}");
        ClosedLoop.Run(engine.Address, Callers, Requests, _ => talking);
        ClosedLoop.Run(engine.Address, Callers, Requests, _ => silent);

        var (with, without) = Measure(Offered);
        report.Add($"invoke rate, {Lines} lines each, {Offered:#,0}/s offered", with.Rate, "/s", $"without {without.Rate:#,0}/s: {with.Rate / without.Rate:P0}; reach 85 %, aim 95 %");
        report.Add("processor time for each invocation then, engine", with.Engine, "ms", $"without {without.Engine:0.000} ms");
        report.Add("processor time for each invocation then, functions", with.Functions, "ms", $"without {without.Functions:0.000} ms");
        report.Add("invoke p99 with lines then", with.P99, "ms", $"without {without.P99:0.000} ms");

        (with, without) = Measure(offered: null);
        report.Add($"invoke rate, {Lines} lines each, {Callers} callers without pause", with.Rate, "/s", $"without {without.Rate:#,0}/s: {with.Rate / without.Rate:P0}");
        report.Add("lines", with.Rate * Lines, "/s");
        report.Add("invoke p99 with lines", with.P99, "ms", $"without {without.P99:0.000} ms");
        report.Add("engine memory", engine.ResidentMiB, "MiB");

        (Figures With, Figures Without) Measure(double? offered)
        {
            List<Figures> with = [], without = [];
            for (var i = 0; i < Repetitions; i++)
            {
                with.Add(Run(talking, offered));
                without.Add(Run(silent, offered));
            }

            return (Figures.Median(with), Figures.Median(without));
        }

        Figures Run(byte[] request, double? offered)
        {
            var before = engine.ProcessorMilliseconds;
            var result = ClosedLoop.Run(engine.Address, Callers, Requests, _ => request, offered: offered);
            var after = engine.ProcessorMilliseconds;
            return new Figures(result.Rate, result.P99, (after.Engine - before.Engine) / Requests, (after.Functions - before.Functions) / Requests);
        }

        Task<byte[]> InvokeAsync(string payload) => SignedRequest.BuildAsync(
            engine.Endpoint, engine.Credentials, "lambda", HttpMethod.Post, "/2015-03-31/functions/talk/invocations", System.Text.Encoding.UTF8.GetBytes(payload), CancellationToken.None);
    }

    /// <summary>Of one run: invocations a second, and milliseconds.</summary>
    private sealed record Figures(double Rate, double P99, double Engine, double Functions)
    {
        /// <summary>Each figure's own median.</summary>
        public static Figures Median(List<Figures> runs)
        {
            return new Figures(Of(run => run.Rate), Of(run => run.P99), Of(run => run.Engine), Of(run => run.Functions));

            double Of(Func<Figures, double> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
        }
    }
}
