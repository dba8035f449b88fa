using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Joining;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Joining;

public sealed class ClockEstimateTests
{
    private static readonly Moment Start = Moment.At(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void The_true_offset_lies_within_the_stated_error() => Prop.ForAll(
        Gen.Choose(-5_000_000, 5_000_000).SelectMany(offset => RoundTrips(offset).Select(samples => (offset, samples))).ToArbitrary(),
        run =>
        {
            var estimate = ClockEstimate.Of(run.samples)!;

            Assert.InRange(run.offset / 1000.0, estimate.Milliseconds - estimate.Error - 0.001, estimate.Milliseconds + estimate.Error + 0.001);
            Assert.True(estimate.Error <= run.samples.Min(sample => sample.Most - sample.Least), "no sample alone is better");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Many_coarse_stamps_are_as_good_as_a_fine_one()
    {
        // A Date header's seconds, asked every 10 ms over two seconds: the moment at which the second turns is seen to 10 ms and a round trip.
        var samples = Enumerable.Range(0, 200).Select(number =>
        {
            var sent = Start.Plus((number * 10) + 3);
            var service = sent.Plus(1 + 2500);
            return new ClockSample(sent, new Moment(service.Microseconds / 1_000_000 * 1_000_000), sent.Plus(2), 1000);
        });

        var estimate = ClockEstimate.Of(samples)!;

        Assert.InRange(estimate.Milliseconds, 2490, 2510);
        Assert.InRange(estimate.Error, 0, 7);
    }

    [Fact]
    public void A_sample_from_before_a_clock_jumped_is_outvoted()
    {
        ClockSample At(double offset) => new(Start, Start.Plus(5 + offset), Start.Plus(10), 1);

        Assert.InRange(ClockEstimate.Of([At(100), At(100), At(9000)])!.Milliseconds, 95, 106);
    }

    [Fact]
    public void No_difference_is_put_in_where_there_may_be_none()
    {
        var estimate = ClockEstimate.Of([new ClockSample(Start, Start.Plus(2), Start.Plus(10), 1)])!;

        Assert.Equal((0.0, 8.0, 1), (estimate.Milliseconds, estimate.Error, estimate.Samples));
    }

    [Fact]
    public void Bounds_of_one_side_only_estimate_nothing()
    {
        Assert.Null(ClockEstimate.Of([]));
        Assert.Null(ClockEstimate.Of([new ClockSample(Start, Start.Plus(2), Moment.Unknown, 1)]));
        Assert.Equal(4, ClockEstimate.Of([new ClockSample(Start, Start.Plus(2), Moment.Unknown, 1), new ClockSample(Moment.Unknown, Start.Plus(2), Start.Plus(6), 1)])!.Error);
    }

    private static Gen<ClockSample[]> RoundTrips(int offset) =>
        (from at in Gen.Choose(0, 1_000_000_000)
         from there in Gen.Choose(1, 50_000)
         from back in Gen.Choose(1, 50_000)
         from granularity in Gen.Elements(1, 1000)
         let sent = new Moment(Start.Microseconds + at)
         let service = sent.Microseconds + there + offset
         select new ClockSample(sent, new Moment(service / (granularity * 1000L) * (granularity * 1000L)), new Moment(sent.Microseconds + there + back), granularity)).NonEmptyListOf().Select(list => list.ToArray());
}
