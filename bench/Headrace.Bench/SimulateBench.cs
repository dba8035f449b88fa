using System.Diagnostics;
using System.Globalization;
using Headrace.Lab.Simulation;

namespace Headrace.Bench;

/// <summary>
/// A million invocations of one function, arrivals drawn and simulated, beside an event loop over heapq in Python with the same model, in turns.
/// Processor time of one thread, garbage collection included. Then 30,000 sites at one instant, and the engine's model, whose processors are shared.
/// </summary>
public static class SimulateBench
{
    private const int Rounds = 5;
    private const int Count = 1_000_000;
    private const double Rate = 3000;
    private const int Limit = 1000;
    private const double Startup = 500;
    private const double MeanRun = 300;
    private const double KeepAlive = 60_000;

    public static Task RunAsync(Report report)
    {
        double[] runs = [.. Enumerable.Range(0, 4096).Select(index => -MeanRun * Math.Log(1 - ((index + 0.5) / 4096)))];
        var times = new MeasuredTimes { Cold = [.. runs.Select(run => new ColdTimes(Startup, run))], Warm = runs };
        var model = new LambdaModel { AccountConcurrency = Limit, ScalingBurst = double.PositiveInfinity, KeepAlive = KeepAlive };
        List<double> ours = [], theirs = [];
        Simulation.Run(model, times, Arrivals.Poisson(Rate, 10_000, 1, 1), 1);
        for (var round = 1; round <= Rounds; round++)
        {
            var (seconds, result) = Measure(() => Simulation.Run(model, times, Arrivals.Poisson(Rate, Count, 1, (ulong)round), (ulong)round));
            var peer = Peer(round);
            ours.Add(seconds);
            theirs.Add(peer[0]);
            Agree("succeeded", result.Invocations.Count(row => row.Outcome == Outcome.Succeeded), peer[1]);
        }

        var (our, their) = (Median(ours), Median(theirs));
        report.Add("1,000,000 simulated invocations", our, "s of processor time", string.Create(CultureInfo.InvariantCulture, $"Python heapq {their:0.00} s: {their / our:0.0}×; target 10 s"));
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var arrivals = Arrivals.Poisson(Rate, Count, 1, 1);
        var afterArrivals = GC.GetTotalAllocatedBytes(precise: true);
        Simulation.Run(model, times, arrivals, 1);
        report.Add("allocated by a simulated invocation", (GC.GetTotalAllocatedBytes(precise: true) - afterArrivals) / (double)Count, "B", $"its row of results included; its arrival {(afterArrivals - allocated) / Count} B");

        var burst = Measure(() => Simulation.Run(new LambdaModel { IsAsynchronous = true }, times, Arrivals.Burst(30_000, 1, 0, 0, 1), 1));
        report.Add("30,000 sites at one instant, account limit 1,000", burst.Seconds, "s of processor time", $"{burst.Result.Throttles:#,0} throttles");
        var host = model with { IsAsynchronous = true, Reserved = 50, Host = new HostModel { Cores = 64 } };
        var shared = Measure(() => Simulation.Run(host, times, Arrivals.Poisson(150, Count, 1, 1), 1));
        report.Add("1,000,000 on one machine of 64 shared cores", shared.Seconds, "s of processor time");
        return Task.CompletedTask;
    }

    private static (double Seconds, SimulationResult Result) Measure(Func<SimulationResult> run)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        var result = run();
        return ((Environment.CpuUsage.TotalTime - before).TotalSeconds, result);
    }

    private static double[] Peer(int seed)
    {
        string[] arguments = [.. ((double[])[Count, Rate, Limit, Startup, MeanRun, KeepAlive, seed]).Select(value => value.ToString(CultureInfo.InvariantCulture))];
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "heapq_loop.py"), .. arguments]) { RedirectStandardOutput = true })!;
        var figures = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return figures.Length == 4 ? Array.ConvertAll(figures, figure => double.Parse(figure, CultureInfo.InvariantCulture)) : throw new InvalidOperationException("The Python peer failed.");
    }

    /// <summary>Both draw by chance: a hundredth apart at most, or one of them does something else.</summary>
    private static void Agree(string what, double ours, double theirs)
    {
        if (Math.Abs(ours - theirs) > 0.01 * theirs)
        {
            throw new InvalidOperationException($"{what}: {ours} here, {theirs} in Python.");
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
