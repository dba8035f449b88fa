using System.Globalization;
using Headrace.Bench.Peers;
using Headrace.Harness;
using Headrace.Lab.Load;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;
using Headrace.Wire.Signing;

namespace Headrace.Bench;

/// <summary>What keeping every item costs the path that is measured: the same load with and without, turn about, against an echo server and against a function of an engine.</summary>
public static class LabRecordingBench
{
    /// <summary>Many short ones: what else a machine does changes from second to second, and both of a pair should meet the same.</summary>
    private const int Pairs = 31;
    private const string Pattern = "users: { users: 8, for: 1s }";

    public static async Task RunAsync(Report report)
    {
        report.Add("recording alone, an item", await AloneAsync(), "µs", "processor time, to the file; to be held against a request's below");
        using (var echo = EchoProcess.Start())
        {
            var path = new MeasuredPath($"http: {{ url: '{echo.Url}x', method: POST }}", "bytes: 100", new LabEndpoint(echo.Url, new AwsCredentials("none", "none"), "us-east-1"), () => echo.ProcessorMilliseconds);
            await CompareAsync(report, "echo server", path);
        }

        await using var engine = await EngineProcess.StartAsync();
        await engine.CreateFunctionAsync("iris", "classify", 512);
        var invoke = new MeasuredPath(
            "invoke: { function: iris }", "json: '{\"values\":[[5.1,3.5,1.4,0.2]]}'", new LabEndpoint(engine.Endpoint, engine.Credentials, "us-east-1"),
            () => Sum(engine.ProcessorMilliseconds));
        await CompareAsync(report, "engine, classify", invoke);
    }

    private static async Task CompareAsync(Report report, string name, MeasuredPath path)
    {
        var folder = Directory.CreateTempSubdirectory("headrace-bench-recording-");
        try
        {
            List<Figures> with = [], without = [];
            for (var pair = -1; pair < Pairs; pair++)
            {
                // Whichever goes first has the other's warm caches against it as often as for it; the pair before the first warms up.
                foreach (var records in pair % 2 == 0 ? (bool[])[true, false] : [false, true])
                {
                    var figures = await MeasureAsync(path, Path.Combine(folder.FullName, $"{pair}-{records}"), records);
                    if (pair >= 0)
                    {
                        (records ? with : without).Add(figures);
                    }
                }
            }

            Add("rate", "/s", figures => figures.Rate);
            Add("response p50", "ms", figures => figures.P50);
            Add("response p99", "ms", figures => figures.P99);
            Add("processor time, generator", "µs/request", figures => figures.Generator);
            Add("processor time, generator and server", "µs/request", figures => figures.Whole);

            void Add(string figure, string unit, Func<Figures, double> of)
            {
                var (kept, dropped) = (Median(with.Select(of)), Median(without.Select(of)));
                var change = Median(with.Zip(without, (one, other) => (of(one) / of(other)) - 1)) * 100;
                var quiet = ((Quiet(with.Select(of)) / Quiet(without.Select(of))) - 1) * 100;
                report.Add($"{name}: {figure}, recording", kept, unit, string.Create(CultureInfo.InvariantCulture, $"{dropped:#,0.##} {unit} without; median of {Pairs} pairs {change:+0.0;-0.0} %, lower quartiles {quiet:+0.0;-0.0} % (want within 3 %)"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Figures> MeasureAsync(MeasuredPath path, string folder, bool records)
    {
        var plan = PlanReader.Parse("bench", $"pattern: {{ {Pattern} }}\ntarget: {{ {path.Target} }}\npayload: {{ {path.Payload} }}", folder);
        using var run = new LabRun(plan, new RunFolder(folder), path.Endpoint, null, TimeProvider.System, "bench") { Records = records };
        GC.Collect();
        var (own, server, began) = (Environment.CpuUsage.TotalTime, path.ServerMilliseconds(), TimeProvider.System.GetTimestamp());
        await run.RunAsync(CancellationToken.None);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        var generator = (Environment.CpuUsage.TotalTime - own).TotalMicroseconds;
        var whole = generator + ((path.ServerMilliseconds() - server) * 1000);
        var figures = run.Figures.Snapshot();
        return figures.Failed > 0 ? throw new InvalidOperationException($"{figures.Failed} items failed: {figures.CommonError}")
            : new Figures(figures.Ended / seconds, figures.P50, figures.P99, generator / figures.Ended, whole / figures.Ended);
    }

    /// <summary>Median of several: a run's items, from one thread, from the first to the closed file.</summary>
    private static async Task<double> AloneAsync()
    {
        const int items = 300_000, times = 7;
        var costs = new List<double>();
        for (var time = 0; time < times; time++)
        {
            var file = Path.GetTempFileName();
            var began = Environment.CpuUsage.TotalTime;
            await using (var recorder = EventsRecorder.Create(file, TimeProvider.System))
            {
                for (var number = 1; number <= items; number++)
                {
                    var sent = new Moment(1_800_000_000_000_000 + (number * 25L));
                    var answered = new Moment(sent.Microseconds + 180);
                    recorder.Add(new Item
                    {
                        Id = "1234567",
                        Level = 8,
                        Site = "site1",
                        Size = 100,
                        Intended = sent,
                        Sent = sent,
                        Uploaded = answered,
                        Visible = answered,
                        Trace = "1-6b01faac-480b773cc50b000000000002",
                        Status = ItemStatus.Succeeded,
                    });
                }
            }

            costs.Add((Environment.CpuUsage.TotalTime - began).TotalMicroseconds / items);
            File.Delete(file);
        }

        return costs.Order().ElementAt(times / 2);
    }

    /// <summary>What others on the machine do only ever adds processor time: the lower quartile is a quieter machine's.</summary>
    private static double Quiet(IEnumerable<double> values) => values.Order().ElementAt(Pairs / 4);

    private static double Sum((double Engine, double Functions) processor) => processor.Engine + processor.Functions;

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Pairs / 2);

    private sealed record MeasuredPath(string Target, string Payload, LabEndpoint Endpoint, Func<double> ServerMilliseconds);

    /// <param name="Generator">µs of processor time a request.</param>
    /// <param name="Whole">With the server's.</param>
    private sealed record Figures(double Rate, double P50, double P99, double Generator, double Whole);
}
