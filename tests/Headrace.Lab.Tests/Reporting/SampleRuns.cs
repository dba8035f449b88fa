using Headrace.Lab.Costs;
using Headrace.Lab.Records;
using Headrace.Lab.Simulation;
using Headrace.Lab.Statistics;
using Headrace.Lab.Tests.Statistics;

namespace Headrace.Lab.Tests.Reporting;

/// <summary>Runs that have everything a report can draw, made by a seed.</summary>
internal static class SampleRuns
{
    public const string Hostile = "</script><img src=x onerror=alert(1)>\"'&";

    private static readonly int[] Levels = [1, 20, 50, 100, 200, 300];

    public static RunManifest Manifest { get; } = new()
    {
        Name = "Burst of 300 cameras, one shared function",
        Kind = "measured",
        Started = Runs.Noon.ToDateTimeOffset(),
        Ended = Runs.Noon.Plus(300_000).ToDateTimeOffset(),
        Plan = "pattern: burst\nsites: [1, 20, 50, 100, 200, 300]\npause: 30 s\n# <b>not bold</b>\n",
        Seed = 42,
        Endpoint = "http://127.0.0.1:4566",
        Region = "us-east-1",
        Machine = new Machine("AMD EPYC 7763", 2, 8L << 30, "Debian GNU/Linux 12"),
        Versions = ["headrace 0.1.0", ".NET 10.0.4"],
        Clock = new ClockOffset(-0.42, 0.15, 40),
        Generator = new GeneratorVerdict(0.05, 0.6, 2.1, 0.31, false, "The generator kept up: 99 % of the items were sent within 0.6 ms of the intended moment."),
        Stopped = "done",
        Remarks = ["3 log lines could not be joined to an item."],
    };

    private static CostSummary Cost { get; } = new(
        "us-east-1, 2025-10-28",
        ["https://aws.amazon.com/lambda/pricing/"],
        new Bill("this run", 2013, [new BillLine("Lambda", "compute, x86", 81.3, "GB-s", 0.0000166667), new BillLine("Lambda", "requests", 2013, "requests", 0.0000002)]),
        new Bill("a month of 300 sites every 30 min", 438_000, [new BillLine("Lambda", "compute, x86", 17_700, "GB-s", 0.0000166667), new BillLine("S3", "PUT", 876_000, "requests", 0.000005)]),
        ["Free tier off."]);

    private static SimulationSummary Simulation { get; } = new(
        ["1,000 executions at once, 1,000 more environments every 10 s", "keep-alive 600 s", "service times: measured, cold and warm"],
        [.. ((int[])[300, 3000, 30_000]).Select(sites => new Prediction(
            sites, sites, sites, 0, 0, 0, sites / 10, sites / 3, Math.Min(sites, 1000), Math.Min(sites, 1000), sites / 1000.0, 1000,
            60 + (sites / 50.0), 55 + (sites / 60.0), 90 + (sites / 20.0), 120 + (sites / 15.0), 150 + (sites / 12.0), 0.0000021,
            [.. Enumerable.Range(0, 60).Select(second => new ConcurrencyPoint(second, (int)(sites * Math.Exp(-second / 12.0) / 3), Math.Min(sites, 1000), (int)(sites * Math.Exp(-second / 6.0) / 2)))]))],
        new ModelValidation("Burst of 300 cameras", [new ValidationLevel(300,
            [new ValidatedFigure("p50", "ms", 137, 131), new ValidatedFigure("p95", "ms", 339, 356), new ValidatedFigure("throughput", "1/s", 573, 590)], 0.06,
            [.. Enumerable.Range(1, 100).Select(percent => new QuantilePair(percent / 100.0, 60 + (3.4 * percent), 55 + (3.6 * percent)))])],
            "The model is off by 5 % at p95 and by 3 % in throughput."));

    /// <summary>Bursts of each level, half a minute apart: cold starts first, a queue that grows with the level, some errors at the highest.</summary>
    public static ItemTable Items(int repetitions = 3)
    {
        var random = new Random(7);
        var table = new ItemTable();
        for (var burst = 0; burst < Levels.Length * repetitions; burst++)
        {
            var level = Levels[burst % Levels.Length];
            var repetition = (burst / Levels.Length) + 1;
            for (var site = 0; site < level; site++)
            {
                table.Add(Make(random, Runs.Noon.Plus(30_000.0 * burst), level, repetition, site, cold: repetition == 1 && site < level / 3 + 1));
            }
        }

        return table;
    }

    /// <summary>Poisson's arrivals at one level.</summary>
    public static ItemTable Many(int count)
    {
        var random = new Random(7);
        var table = new ItemTable();
        var at = 0.0;
        for (var number = 0; number < count; number++)
        {
            at += -Math.Log(1 - random.NextDouble()) * 0.6;
            table.Add(Make(random, Runs.Noon.Plus(at), 300, 1, number % 300, random.NextDouble() < 0.02));
        }

        return table;
    }

    /// <summary>What an import of Locust's files knows: a history and figures of all, no items.</summary>
    public static (ItemTable None, RunSummary Summary) Aggregates()
    {
        var whole = Summary(Items());
        return (new ItemTable(), whole with
        {
            Run = Manifest with { Name = "Locust, 10 users", Kind = "imported", Plan = "", Sources = ["iris_stats.csv", "iris_stats_history.csv"], Generator = null },
            Distributions = [.. whole.Distributions.Where(one => one is { Measure: Measure.Response, Population: Population.All, Group: "" })],
            Levels = [],
            Waterfalls = [],
            Bottleneck = null,
            Scaling = null,
            Cost = null,
            Simulation = null,
            Histograms = [],
            Timeline = [.. whole.Timeline.Select(bucket => bucket with { Concurrency = double.NaN, QueueAge = double.NaN, MaxMemoryUsed = double.NaN })],
        });
    }

    public static RunSummary Summary(ItemTable items) => RunSummary.Of(items, Manifest, new SummaryOptions()) with { Cost = Cost, Simulation = Simulation };

    private static Item Make(Random random, Moment intended, int level, int repetition, int site, bool cold)
    {
        var sent = intended.Plus(random.NextDouble() * 0.4);
        var uploaded = sent.Plus(4 + (6 * random.NextDouble()) + (level / 40.0));
        var queue = Spread(3 + (level * site / 300.0));
        var init = cold ? Spread(320) : double.NaN;
        var started = uploaded.Plus(queue + (cold ? init + 40 : 0));
        var (download, decode, infer, draw, write) = (Spread(3), Spread(5), Spread(28), Spread(1), Spread(4));
        var duration = download + decode + infer + draw + write + Spread(2);
        var failed = level == 300 && random.NextDouble() < 0.02;
        return new Item
        {
            Id = $"{level}/{repetition}/{site}",
            Level = level,
            Repetition = repetition,
            Site = site == 7 ? Hostile : $"site{site}",
            Function = "gauge",
            Size = 120_000,
            Intended = intended,
            Sent = sent,
            Uploaded = uploaded,
            EventTime = uploaded,
            InitStarted = cold ? uploaded.Plus(queue) : Moment.Unknown,
            Started = started,
            Ended = started.Plus(duration),
            Visible = failed ? Moment.Unknown : started.Plus(duration + 2),
            QueueAge = queue,
            Environment = $"2026/11/21/[$LATEST]{site % 40}",
            Cold = cold,
            Init = init,
            Duration = duration,
            Billed = Math.Ceiling(duration + (cold ? init : 0)),
            MemorySize = 512,
            MaxMemoryUsed = 180 + (int)(60 * random.NextDouble()),
            Phases = new HandlerPhases((float)download, (float)decode, (float)infer, (float)draw, (float)write),
            Status = failed ? ItemStatus.Failed : ItemStatus.Succeeded,
            Error = failed ? $"Model.Unreadable: {Hostile}" : "",
        };

        double Spread(double typical) => typical * Math.Exp(0.3 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
    }
}
