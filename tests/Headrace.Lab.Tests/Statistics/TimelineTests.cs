using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Statistics;

public sealed class TimelineTests
{
    [Fact]
    public void A_steady_run_has_its_rate_and_littles_number_in_flight()
    {
        var timeline = Runs.Summary(Enumerable.Range(0, 60_000).Select(number => Runs.Item(number, number, 250) with
        {
            Started = Runs.Noon.Plus(number + 150),
            Ended = Runs.Noon.Plus(number + 250),
            Duration = 100,
            QueueAge = 7,
            MaxMemoryUsed = 64,
        })).Timeline;

        Assert.InRange(timeline.Count, 100, 300);
        Assert.Equal(60_000, timeline.Sum(bucket => bucket.Items));
        Assert.All(timeline.Skip(2).SkipLast(3), bucket =>
        {
            Assert.Equal((1_000, 250, 100), (Math.Round(bucket.Rate), Math.Round(bucket.InFlight), Math.Round(bucket.Concurrency)));
            Assert.Equal((250, 250, 250, 7, 64), (bucket.P50, bucket.P95, bucket.Max, bucket.QueueAge, bucket.MaxMemoryUsed));
        });
        Assert.All(timeline.Zip(timeline.Skip(1)), pair => Assert.Equal(pair.First.Start.AddSeconds(pair.First.Seconds), pair.Second.Start));
    }

    [Fact]
    public void Any_run_is_cut_into_at_most_300_slices_that_hold_it() => Prop.ForAll(
        Gen.Choose(0, 1_000_000_000).Two().NonEmptyListOf().ToArbitrary(),
        static spans =>
        {
            var timeline = Runs.Summary(spans.Select((span, number) => Runs.Item(number, span.Item1 * (double)(1 + (number % 9)), span.Item2 % 5_000))).Timeline;

            Assert.InRange(timeline.Count, 1, 300);
            Assert.Equal(spans.Count, timeline.Sum(bucket => bucket.Items));
            Assert.Equal(spans.Sum(span => span.Item2 % 5_000) / 1000.0, timeline.Sum(bucket => bucket.InFlight * bucket.Seconds), 1e-3);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Items_of_which_nothing_was_seen_stand_where_they_began()
    {
        var timeline = Runs.Summary([Runs.Item(1, 0, 10), new Item { Id = "2", Intended = Runs.Noon.Plus(500), Status = ItemStatus.Lost }, Runs.Item(3, 1_000, 10)]).Timeline;

        var lost = Assert.Single(timeline, bucket => bucket.Failed == 1);
        Assert.True(lost.Start <= Runs.Noon.Plus(500).ToDateTimeOffset() && lost.Start.AddSeconds(lost.Seconds) > Runs.Noon.Plus(500).ToDateTimeOffset());
        Assert.True(double.IsNaN(lost.P95) && double.IsNaN(lost.Concurrency));
    }
}
