using Headrace.Lab.Records;
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
            Histograms = [],
            Timeline = [.. whole.Timeline.Select(bucket => bucket with { Concurrency = double.NaN, QueueAge = double.NaN, MaxMemoryUsed = double.NaN })],
        });
    }

    public static RunSummary Summary(ItemTable items) => RunSummary.Of(items, Manifest, new SummaryOptions());

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
