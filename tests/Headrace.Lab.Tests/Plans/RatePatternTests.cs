using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Plans;

namespace Headrace.Lab.Tests.Plans;

public sealed class RatePatternTests
{
    [Fact]
    public void A_constant_rate_is_evenly_spaced_from_the_start() =>
        Assert.Equal([0, 250, 500, 750], Arrivals(false, 1, new RateStep(4, 4, TimeSpan.FromSeconds(1))).Select(arrival => arrival.Offset.TotalMilliseconds));

    /// <summary>A ramp from 0 to r over T sends its n-th at T √(2n / rT).</summary>
    [Fact]
    public void A_ramp_gets_denser_as_its_rate_grows()
    {
        var arrivals = Arrivals(false, 1, new RateStep(0, 20, TimeSpan.FromSeconds(10))).ToList();

        Assert.Equal(100, arrivals.Count);
        Assert.Equal(10 * Math.Sqrt(0.25), arrivals[25].Offset.TotalSeconds, 6);
        Assert.Equal(10 * Math.Sqrt(0.81), arrivals[81].Offset.TotalSeconds, 6);
    }

    [Fact]
    public void Steps_and_ramps_send_as_many_as_the_area_below_their_rates() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 200).Two().Zip(Gen.Choose(1, 50)).ListOf(3).ToArbitrary(),
        values =>
        {
            RateStep[] steps = [.. values.Select(value => new RateStep(value.Item1.Item1, value.Item1.Item2, TimeSpan.FromSeconds(value.Item2 / 10.0))).Where(step => step.From + step.To > 0)];
            var arrivals = Arrivals(false, 1, steps).ToList();
            return arrivals.Count == Math.Ceiling(steps.Sum(step => step.Count) - 1e-9)
                && arrivals.SequenceEqual(arrivals.OrderBy(arrival => arrival.Offset))
                && arrivals.TrueForAll(arrival => arrival.Offset <= TimeSpan.FromTicks(steps.Sum(step => step.Length.Ticks)));
        }));

    /// <summary>N(t) of a Poisson process has mean and variance Λ(t): 200,000 expected are within five standard deviations, gaps have the exponential's mean and spread.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Poisson_arrivals_are_as_many_and_as_scattered_as_they_should_be(long seed)
    {
        var times = Arrivals(true, seed, new RateStep(1000, 1000, TimeSpan.FromSeconds(100)), new RateStep(0, 2000, TimeSpan.FromSeconds(100))).Select(arrival => arrival.Offset.TotalSeconds).ToList();

        Assert.InRange(times.Count, 200_000 - (5 * Math.Sqrt(200_000)), 200_000 + (5 * Math.Sqrt(200_000)));
        var steady = times.TakeWhile(time => time < 100).ToList();
        var gaps = steady.Zip(steady.Skip(1), (earlier, later) => later - earlier).ToList();
        var mean = gaps.Average();
        var deviation = Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean)));
        Assert.InRange(mean, 0.00098, 0.00102);
        Assert.InRange(deviation / mean, 0.97, 1.03);
    }

    [Fact]
    public void The_same_seed_sends_at_the_same_moments_and_another_at_others()
    {
        var step = new RateStep(100, 100, TimeSpan.FromSeconds(1));

        Assert.Equal(Arrivals(true, 5, step), Arrivals(true, 5, step));
        Assert.NotEqual(Arrivals(true, 5, step), Arrivals(true, 6, step));
    }

    [Fact]
    public void Sites_take_turns() => Assert.Equal(
        [1, 2, 3, 1], ((OpenLoad)new RatePattern([new RateStep(4, 4, TimeSpan.FromSeconds(1))], false, 3).Loads(1).Single()).Arrivals.Select(arrival => arrival.Site));

    private static IEnumerable<Arrival> Arrivals(bool isPoisson, long seed, params RateStep[] steps) =>
        ((OpenLoad)new RatePattern(steps, isPoisson, 1).Loads(seed).Single()).Arrivals;
}
