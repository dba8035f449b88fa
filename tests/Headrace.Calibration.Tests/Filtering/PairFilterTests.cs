using Headrace.Calibration.Filtering;
using Headrace.Calibration.Joining;

namespace Headrace.Calibration.Tests.Filtering;

public sealed class PairFilterTests : IDisposable
{
    private static readonly FilterOptions Everything = new() { MinimumIou = 0, Daylight = null, MinimumCount = 0, ClipPercentile = null, KeepRepeats = true };

    private readonly TemporaryFolder _folder = new();
    private readonly GaugeSeries _gauge;

    /// <summary>A day of hourly readings: at 5 o'clock 5.</summary>
    public PairFilterTests() => _gauge = GaugeSeries.Read(
        _folder.Write("stage.csv", "datetime,tz_cd,x_00065\n" + string.Concat(Enumerable.Range(0, 24).Select(hour => $"2024-07-01 {hour:00}:00,MDT,{hour}\n"))), new GaugeColumns());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_step_says_what_it_took_away()
    {
        ImageCounts[] images =
        [
            Image(9, [100, 200], 0.9, "a"), Image(10, [100, 200], 0.9, "a"), Image(11, [100, 200], 0.7, "b"), Image(12, [100, 200], null, "c"),
            Image(3, [100, 200], 0.9, "d"), Image(13, [0, 0], 0.9, "e"), Image(40, [1, 1], 0.9, "f"),
        ];
        var filter = PairFilter.Apply(images, _gauge, new FilterOptions());

        Assert.Equal(
            [
                new FilterStep("image seen before", 7, 1, 0), new FilterStep("no reading within 15 min", 6, 1, 0), new FilterStep("IoU below 0.8", 5, 1, 0),
                new FilterStep("outside 8:00 to 18:00", 4, 1, 0), new FilterStep("fewer than 1 water pixels", 3, 1, 0), new FilterStep("counts clipped at percentile 99", 2, 0, 0),
            ],
            filter.Steps);
        Assert.Equal([9.0, 12], filter.Pairs.Select(pair => pair.Stage));
    }

    [Fact]
    public void Every_step_can_be_left_out()
    {
        var filter = PairFilter.Apply([Image(3, [0, 0], 0, "a"), Image(3, [0, 0], 0, "a")], _gauge, Everything);

        Assert.Equal(2, filter.Pairs.Count);
        Assert.All(filter.Steps, step => Assert.Equal(0, step.Dropped));
    }

    [Fact]
    public void Daylight_is_told_by_the_gauges_clock_whatever_zone_the_images_are_in()
    {
        var noonUtc = new ImageCounts(new DateTime(2024, 7, 1, 12, 0, 0), TimeSpan.Zero, [1], null, null);
        var filter = PairFilter.Apply([noonUtc], _gauge, Everything);

        Assert.Equal((6.0, new DateTime(2024, 7, 1, 6, 0, 0)), (filter.Pairs.Single().Stage, filter.Pairs.Single().Clock));
        Assert.Empty(PairFilter.Apply([noonUtc], _gauge, Everything with { Daylight = (8, 18) }).Pairs);
        Assert.Single(PairFilter.Apply([noonUtc], _gauge, Everything with { Daylight = (20, 7) }).Pairs);
    }

    [Fact]
    public void Clipping_is_by_interpolated_percentiles_of_each_count()
    {
        var images = Enumerable.Range(0, 11).Select(n => Image(n, [n * 10, 5], null, null)).ToList();
        var filter = PairFilter.Apply(images, _gauge, Everything with { ClipPercentile = 95 });

        Assert.Equal([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95], filter.Pairs.Select(pair => pair.Counts[0]));
        Assert.Equal(new FilterStep("counts clipped at percentile 95", 11, 0, 1), filter.Steps[^1]);
    }

    [Fact]
    public void Outliers_are_beyond_the_quartiles_of_a_count_or_the_stage()
    {
        var images = Enumerable.Range(0, 11).Select(n => Image(n, [n == 5 ? 1000 : 100 + n], null, null)).ToList();
        var filter = PairFilter.Apply(images, _gauge, Everything with { InterquartileRanges = 1.5 });

        Assert.Equal(10, filter.Pairs.Count);
        Assert.DoesNotContain(filter.Pairs, pair => pair.Counts[0] == 1000);
    }

    private static ImageCounts Image(int hour, float[] counts, double? iou, string? digest) => new(new DateTime(2024, 7, 1).AddHours(hour), null, counts, iou, digest);
}
