using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Statistics;

public sealed class WaterfallTests
{
    /// <summary>Every moment of an event's way, each stage a length of its own.</summary>
    private static readonly Item Cold = new()
    {
        Id = "1",
        Intended = Runs.Noon,
        Sent = Runs.Noon.Plus(1),
        EventTime = Runs.Noon.Plus(3),
        Uploaded = Runs.Noon.Plus(4),
        InitStarted = Runs.Noon.Plus(7),
        Started = Runs.Noon.Plus(115),
        Ended = Runs.Noon.Plus(315),
        Visible = Runs.Noon.Plus(331),
        Cold = true,
        Init = 100,
        Duration = 200,
        Phases = new(10, 20, 100, 5, 15),
    };

    private static readonly Arbitrary<Item> Any = (
        from moments in Gen.Choose(-50, 1_000).ListOf(7).Select(list => list.Select(offset => offset < 0 ? Moment.Unknown : Runs.Noon.Plus(offset)).ToArray())
        from times in Gen.Choose(-20, 400).ListOf(8).Select(list => list.Select(time => time < 0 ? double.NaN : time).ToArray())
        select new Item
        {
            Id = "any",
            Intended = Runs.Noon,
            Sent = moments[0],
            EventTime = moments[1],
            Uploaded = moments[2],
            InitStarted = moments[3],
            Started = moments[4],
            Ended = moments[5],
            Visible = moments[6],
            Init = times[0],
            Duration = times[1],
            QueueAge = times[2],
            Phases = new((float)times[3], (float)times[4], (float)times[5], (float)times[6], (float)times[7]),
        }).ToArbitrary();

    [Fact]
    public void Each_stage_has_its_own_time()
    {
        var waterfall = Runs.Summary([Cold]).Waterfalls[0];

        Assert.Equal(
            "lag 1, upload 2, queue 4, spawn 8, init 100, download 10, decode 20, infer 100, draw 5, write 15, run 50, visible 16",
            string.Join(", ", waterfall.Stages.Select(stage => FormattableString.Invariant($"{stage.Name} {Math.Round(stage.Milliseconds, 6)}"))));
        Assert.Equal(331, waterfall.Total, 1e-9);
    }

    [Fact]
    public void Without_the_inits_beginning_the_queues_age_parts_waiting_from_spawning()
    {
        var stages = Runs.Summary([Cold with { InitStarted = Moment.Unknown, QueueAge = 5 }]).Waterfalls[0].Stages.ToDictionary(stage => stage.Name, stage => stage.Milliseconds);

        Assert.Equal((5, 7, 100), (stages["queue"], stages["spawn"], stages["init"]));
    }

    [Fact]
    public void Any_items_stages_sum_to_its_response_and_none_is_negative() => Prop.ForAll(Any, static item =>
    {
        var stages = ItemStages.Of(item);
        double sum = 0;
        for (var stage = 0; stage < ItemStages.Count && item.Response >= 0; stage++)
        {
            Assert.True(stages[stage] >= -1e-9, $"{ItemStages.Names[stage]} of {item}: {stages[stage]}");
            sum += stages[stage];
        }

        Assert.True(!(item.Response >= 0) || Math.Abs(sum - item.Response) < 1e-6, $"{item}: {sum}, not {item.Response}");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_tail_has_a_bottleneck_of_its_own()
    {
        var warm = Cold with { InitStarted = Moment.Unknown, Started = Runs.Noon.Plus(7), Ended = Runs.Noon.Plus(207), Visible = Runs.Noon.Plus(210), Cold = false, Init = double.NaN };
        var bottleneck = Runs.Summary([.. Enumerable.Repeat(warm, 95), .. Enumerable.Repeat(Cold with { Init = 105, Phases = new(1, 1, 1, 1, 1), Started = Runs.Noon.Plus(1_000), Ended = Runs.Noon.Plus(1_200), Visible = Runs.Noon.Plus(1_201) }, 5)]).Bottleneck!;

        Assert.Equal(("infer", "spawn"), (bottleneck.Stage, bottleneck.TailStage));
        Assert.Equal(100 / 210.0, bottleneck.Share, 1e-9);
        Assert.Equal("A typical item takes 210 ms, 48 % of it in the model's inference; the slowest one in a hundred takes 1.20 s, 74 % of it waiting for a new function process to be started.", bottleneck.Sentence);
    }

    [Fact]
    public void A_request_alone_is_lag_and_upload()
    {
        var waterfalls = Runs.Summary(Enumerable.Range(1, 100).Select(number => Runs.Item(number, 0, number) with { Sent = Runs.Noon.Plus(0.5) })).Waterfalls;

        Assert.Equal([50.0, 90, 95, 99], waterfalls.Select(waterfall => waterfall.Percentile));
        Assert.All(waterfalls, waterfall => Assert.Equal(["lag", "upload"], waterfall.Stages.Select(stage => stage.Name)));
        Assert.All(waterfalls, waterfall => Assert.InRange(waterfall.Total, waterfall.Percentile - 1.5, waterfall.Percentile + 1.5));
    }
}
