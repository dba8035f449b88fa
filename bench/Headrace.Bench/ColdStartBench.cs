using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Headrace.Bench.Load;
using Headrace.Harness;

namespace Headrace.Bench;

/// <summary>Spawn to first <c>/next</c> of the built-in bootstrap (its Init Duration), one by one; and 300 different functions at once.</summary>
public static partial class ColdStartBench
{
    private const int Alone = 40;
    private const int AtOnce = 300;

    public static async Task RunAsync(Report report)
    {
        await using var engine = await EngineProcess.StartAsync();
        List<double> inits = [], totals = [];
        for (var i = 0; i < Alone; i++)
        {
            await engine.CreateFunctionAsync($"alone-{i}", "noop");
            var clock = Stopwatch.StartNew();
            inits.Add(await InvokeColdAsync(engine, $"alone-{i}"));
            totals.Add(clock.Elapsed.TotalMilliseconds);
        }

        var init = new LoadResult([.. inits], 1);
        var total = new LoadResult([.. totals], 1);
        report.Add("cold start p50, spawn → first /next", init.P50, "ms", "reach ≤ 90 ms, aim 30 ms");
        report.Add("cold start p99, spawn → first /next", init.At(0.99), "ms");
        report.Add("cold invoke p50, request → response", total.P50, "ms", $"bare spawn of /bin/true {SpawnMilliseconds():0.0} ms");

        for (var i = 0; i < AtOnce; i++)
        {
            await engine.CreateFunctionAsync($"many-{i}", "noop", memorySize: 128);
        }

        var together = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => InvokeColdAsync(engine, $"many-{i}")));
        report.Add($"{AtOnce} functions at once, all answered", together.Elapsed.TotalSeconds, "s", "reach ≤ 15 s, aim 3 s");
    }

    private static async Task<double> InvokeColdAsync(EngineProcess engine, string function)
    {
        using var response = await engine.Client.SendAsync(
            "lambda", HttpMethod.Post, $"/2015-03-31/functions/{function}/invocations", new ByteArrayContent("{}"u8.ToArray()), [new("X-Amz-Log-Type", "Tail")]);
        var log = Encoding.UTF8.GetString(Convert.FromBase64String(response.Headers.GetValues("X-Amz-Log-Result").Single()));
        var match = InitDuration().Match(log);
        return response.IsSuccessStatusCode && match.Success
            ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"{function} did not start cold: {(int)response.StatusCode} {log}");
    }

    private static double SpawnMilliseconds()
    {
        var times = new double[20];
        for (var i = 0; i < times.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start("/bin/true");
            process.WaitForExit();
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        return new LoadResult(times, 1).P50;
    }

    [GeneratedRegex(@"Init Duration: ([0-9.]+) ms")]
    private static partial Regex InitDuration();
}
