using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Statistics;

public sealed class RunSummaryTests
{
    [Fact]
    public void An_empty_run_has_a_summary()
    {
        var summary = Runs.Summary([]);

        Assert.Equal(0, summary.Totals.Items);
        Assert.Empty(summary.Distributions);
        Assert.Empty(summary.Timeline);
        Assert.Null(summary.Bottleneck);
        Assert.Contains("The run has no items.", SummaryMarkdown.TextOf(summary), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_in_which_all_failed_has_no_response_but_its_errors()
    {
        var summary = Runs.Summary(Enumerable.Range(0, 10).Select(number => Runs.Item(number, number, 5) with { Status = ItemStatus.Throttled, Error = "TooManyRequestsException" }));

        Assert.DoesNotContain(summary.Distributions, distribution => distribution.Measure == Measure.Response);
        Assert.Equal(new ErrorCount("TooManyRequestsException", ItemStatus.Throttled, 10), Assert.Single(summary.Errors));
        Assert.Equal(10, summary.Timeline.Sum(bucket => bucket.Failed));
        Assert.Equal(0, summary.Totals.Throughput);
        AssertReadable(summary);
    }

    [Fact]
    public void A_single_item_has_figures_and_no_intervals()
    {
        var summary = Runs.Summary([Runs.Item(1, 0, 12.5)]);

        var response = Assert.Single(summary.Distributions, distribution => distribution.Measure == Measure.Response);
        Assert.Equal((12.5, 12.5, 12.5, 1.0), (response.Mean, response.P50, response.P9999, response.TailToMedian));
        Assert.True(double.IsNaN(response.StandardDeviation));
        Assert.Equal(Interval.Unknown, response.MeanInterval);
        Assert.Equal(Interval.Unknown, response.MeanBootstrap);
        Assert.Equal(Interval.Unknown, response.P95Bootstrap);
        AssertReadable(summary);
    }

    [Fact]
    public void Items_without_any_time_are_counted_and_nothing_else()
    {
        var summary = Runs.Summary([new Item { Id = "1" }, new Item { Id = "2", Status = ItemStatus.Lost }]);

        Assert.Equal((2, 1, 1), (summary.Totals.Items, summary.Totals.Succeeded, summary.Totals.Lost));
        Assert.True(double.IsNaN(summary.Totals.Span));
        Assert.Empty(summary.Distributions);
        AssertReadable(summary);
    }

    [Fact]
    public void Warm_up_counts_nowhere()
    {
        var summary = Runs.Summary([Runs.Item(1, 0, 9_000) with { Repetition = 0 }, Runs.Item(2, 10_000, 10)]);

        Assert.Equal(1, summary.Totals.Items);
        Assert.Equal(10, summary.Distributions.Single(distribution => distribution.Measure == Measure.Response).Max);
        Assert.Equal(1, summary.Timeline.Sum(bucket => bucket.Items));
        Assert.Equal(0.01, summary.Totals.Span, 9);
    }

    [Fact]
    public void Cold_and_warm_stand_apart()
    {
        Item[] items = [.. Enumerable.Range(0, 20).Select(number => Runs.Item(number, number, number < 5 ? 1_000 : 10) with { Cold = number < 19 ? number < 5 : null })];
        var response = Runs.Summary(items).Distributions.Where(distribution => distribution.Measure == Measure.Response);

        Assert.Equal([(Population.All, 20L, 257.5), (Population.Cold, 5, 1_000), (Population.Warm, 14, 10)], response.Select(row => (row.Population, row.Count, row.Mean)));
    }

    [Fact]
    public void Groups_are_the_levels_the_variants_and_both()
    {
        Item[] items = [.. from level in new[] { 1, 50 } from variant in new[] { "memory=512", "memory=1024" } from number in Enumerable.Range(0, 3)
                           select Runs.Item(number, 0, level + number) with { Level = level, Variant = variant }];
        var groups = Runs.Summary(items).Distributions.Where(row => row is { Measure: Measure.Response, Population: Population.All }).Select(row => row.Group);

        Assert.Equal(
            ["", "level=1", "level=50", "memory=512", "memory=1024", "level=1 memory=512", "level=1 memory=1024", "level=50 memory=512", "level=50 memory=1024"], groups);
    }

    [Fact]
    public void The_order_of_the_items_changes_nothing()
    {
        var random = new Random(5);
        Item[] items = [.. Enumerable.Range(0, 3_000).Select(number => Runs.Item(number, number * 7, random.Next(1, 1_000)) with
        {
            Level = number % 3 * 50,
            Cold = number % 5 == 0,
            Status = number % 11 == 0 ? ItemStatus.Failed : ItemStatus.Succeeded,
            Error = number % 11 == 0 ? $"error {number % 3}" : "",
        })];
        var straight = Path.GetTempFileName();
        var shuffled = Path.GetTempFileName();

        SummaryJson.Write(Runs.Summary(items), straight);
        random.Shuffle(items);
        SummaryJson.Write(Runs.Summary(items), shuffled);

        Assert.Equal(File.ReadAllText(straight), File.ReadAllText(shuffled));
        File.Delete(straight);
        File.Delete(shuffled);
    }

    /// <summary>Both files can be written, the one reads back as it was, and neither says NaN.</summary>
    private static void AssertReadable(RunSummary summary)
    {
        var path = Path.GetTempFileName();
        SummaryJson.Write(summary, path);
        var json = File.ReadAllText(path);
        SummaryJson.Write(SummaryJson.Read(path), path);

        Assert.Equal(json, File.ReadAllText(path));
        Assert.DoesNotContain("NaN", json + SummaryMarkdown.TextOf(summary), StringComparison.Ordinal);
        Assert.DoesNotContain("∞", SummaryMarkdown.TextOf(summary), StringComparison.Ordinal);
        File.Delete(path);
    }
}
