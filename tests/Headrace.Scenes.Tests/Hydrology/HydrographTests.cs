using FsCheck;
using FsCheck.Fluent;
using Headrace.Scenes.Hydrology;

namespace Headrace.Scenes.Tests.Hydrology;

public sealed class HydrographTests
{
    private static readonly DateTimeOffset _start = new(2025, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_stage_stays_in_its_range_and_moves_a_few_centimetres_a_minute_at_most() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<PositiveInt>(), (seed, minutes) =>
        {
            var river = new Hydrograph((ulong)(uint)seed);
            var time = _start.AddMinutes(minutes.Get * 977L % 2_000_000);
            var (now, next) = (river.StageAt(time), river.StageAt(time.AddMinutes(1)));
            return now is >= Hydrograph.LowestStage and <= Hydrograph.HighestStage && Math.Abs(next - now) < 0.05;
        }));

    [Fact]
    public void Any_moment_can_be_asked_for_in_any_order()
    {
        var (river, again) = (new Hydrograph(5), new Hydrograph(5));
        var hours = Enumerable.Range(0, 500).ToArray();
        var forwards = hours.Select(hour => river.StageAt(_start.AddHours(hour))).ToArray();
        var backwards = hours.Reverse().Select(hour => again.StageAt(_start.AddHours(hour))).Reverse().ToArray();

        Assert.Equal(forwards, backwards);
        Assert.NotEqual(forwards, hours.Select(hour => new Hydrograph(6).StageAt(_start.AddHours(hour))));
    }

    [Fact]
    public void Floods_rise_faster_than_they_recede()
    {
        var (rising, falling) = (0, 0);
        for (var seed = 0UL; seed < 40; seed++)
        {
            var river = new Hydrograph(seed);
            for (var hour = 0; hour < 24 * 60; hour++)
            {
                var change = river.StageAt(_start.AddHours(hour + 1)) - river.StageAt(_start.AddHours(hour));
                rising += change > 0.004 ? 1 : 0;
                falling += change < -0.004 ? 1 : 0;
            }
        }

        Assert.True(rising > 1000, $"{rising} hours of rising water");
        Assert.True(falling > 1.5 * rising, $"{falling} hours of recession for {rising} of rise");
    }

    [Fact]
    public void Months_show_low_water_and_floods()
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var river = new Hydrograph((ulong)seed);
            var stages = Enumerable.Range(0, 24 * 90).Select(hour => river.StageAt(_start.AddHours(hour))).ToList();
            Assert.True(stages.Min() < 1.1, $"seed {seed}: lowest {stages.Min()} m");
            Assert.True(stages.Max() - stages.Min() > 0.7, $"seed {seed}: {stages.Min()} to {stages.Max()} m");
        }
    }

    [Fact]
    public void It_rains_before_the_river_rises()
    {
        var river = new Hydrograph(3);
        var rainy = Enumerable.Range(0, 24 * 120).Select(hour => _start.AddHours(hour)).Where(time => river.RainAt(time) > 0.5).ToList();

        Assert.NotEmpty(rainy);
        Assert.True(rainy.Count < 24 * 120 / 3, $"{rainy.Count} hours of rain");
        Assert.All(rainy, time => Assert.True(Enumerable.Range(0, 10).Max(hour => river.StageAt(time.AddHours(hour))) > river.StageAt(time.AddHours(-4)) - 0.05));
    }

    [Fact]
    public void A_line_of_the_csv_file_has_the_sites_own_time_and_its_offset()
    {
        Assert.Equal("site_id,time,stage_m", Hydrograph.CsvHeader);
        Assert.Equal("site007,2025-04-25T19:00:00-06:00,1.250", Hydrograph.CsvLine("site007", new DateTimeOffset(2025, 4, 25, 19, 0, 0, TimeSpan.FromHours(-6)), 1.25));
    }
}
