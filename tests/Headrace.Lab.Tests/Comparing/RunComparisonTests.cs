using FsCheck;
using FsCheck.Fluent;
using Headrace.Lab.Comparing;
using Headrace.Lab.Records;
using Headrace.Lab.Tests.Statistics;

namespace Headrace.Lab.Tests.Comparing;

public sealed class RunComparisonTests
{
    private static readonly Arbitrary<Item[]> Items = (
        from response in Gen.Choose(0, 5_000)
        from start in Gen.Choose(0, 100_000)
        from level in Gen.Elements(0, 1, 50)
        from status in Gen.Elements(ItemStatus.Succeeded, ItemStatus.Succeeded, ItemStatus.Failed)
        from cold in Gen.Elements<bool?>(true, false, null)
        select Runs.Item(start, start, response) with { Level = level, Status = status, Cold = cold, Duration = response / 2.0, QueueAge = 0 }).ArrayOf().ToArbitrary();

    [Fact]
    public void A_run_has_not_changed_against_itself() => Prop.ForAll(Items, static items =>
    {
        var comparison = Sides.Compare(Sides.Run("A", items), Sides.Run("A again", items.Reverse()));

        Assert.All(comparison.Changes, change => Assert.Equal((Verdict.NoChange, 0.0), (change.Verdict, change.Difference)));
        Assert.Equal(items.Length > 0, comparison.Changes.Count > 0);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void A_slower_run_is_worse_and_a_faster_one_better_in_every_figure_of_the_response()
    {
        var before = Sides.OfResponses("before", Sides.Responses(5_000, 1));
        var after = Sides.OfResponses("after", Sides.Responses(5_000, 2, 1.3));

        foreach (var metric in new[] { "mean", "p50", "p90", "p95", "p99" })
        {
            var slower = Sides.Compare(before, after).Of(metric);
            Assert.Equal((Verdict.Worse, Verdict.Better), (slower.Verdict, Sides.Compare(after, before).Of(metric).Verdict));
            Assert.InRange(0.3, slower.ChangeInterval.Low, slower.ChangeInterval.High);
            Assert.InRange(slower.Change, slower.ChangeInterval.Low, slower.ChangeInterval.High);
        }
    }

    [Fact]
    public void Many_alike_have_not_changed_and_few_alike_are_unclear()
    {
        Assert.Equal(Verdict.NoChange, Sides.Compare(Sides.OfResponses("A", Sides.Responses(5_000, 1)), Sides.OfResponses("B", Sides.Responses(5_000, 2))).Of("mean").Verdict);

        var few = Sides.Compare(Sides.OfResponses("A", Sides.Responses(30, 1)), Sides.OfResponses("B", Sides.Responses(30, 2)));
        Assert.Equal(Verdict.Unclear, few.Of("mean").Verdict);
        Assert.Equal((Verdict.Untested, "too few items"), (few.Of("p95").Verdict, few.Of("p95").Note));
        Assert.Equal((Verdict.Untested, "a maximum has no interval"), (few.Of("max").Verdict, few.Of("max").Note));
    }

    [Fact]
    public void Sure_changes_within_the_margin_do_not_matter()
    {
        var comparison = Sides.Compare(Sides.OfResponses("A", Sides.Responses(200_000, 1)), Sides.OfResponses("B", Sides.Responses(200_000, 2, 1.02)));

        Assert.True(comparison.Of("mean").ChangeInterval.Low > 0);
        Assert.Equal(Verdict.NoChange, comparison.Of("mean").Verdict);
    }

    [Fact]
    public void More_throughput_is_better_and_more_errors_are_worse()
    {
        var before = Sides.Run("before", Enumerable.Range(0, 1_000).Select(number => Runs.Item(number, number * 10, 5)));
        var after = Sides.Run("after", Enumerable.Range(0, 1_000).Select(number =>
            Runs.Item(number, number * 10, 5) with { Status = number % 5 == 0 ? ItemStatus.Throttled : ItemStatus.Succeeded }));
        var comparison = Sides.Compare(before, after);

        Assert.Equal((Verdict.Worse, 0.2), (comparison.Of("errors").Verdict, comparison.Of("errors").B));
        Assert.Equal(-0.2, comparison.Of("throughput").Change, 1e-9);
        Assert.Equal((Verdict.NoChange, 0.0), (comparison.Of("mean").Verdict, comparison.Of("mean").Difference));
        Assert.Contains(comparison.Warnings, warning => warning.Contains("of after only 80.0 % succeeded", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_nothing_and_became_something_is_worse()
    {
        static Item Queued(int number, double age) => Runs.Item(number, number, 100) with { QueueAge = age };
        var comparison = Sides.Compare(
            Sides.Run("A", Enumerable.Range(0, 500).Select(number => Queued(number, 0))), Sides.Run("B", Enumerable.Range(0, 500).Select(number => Queued(number, 40 + (number % 7)))));

        var age = comparison.Of("queue-age.p95");
        Assert.Equal((Verdict.Worse, double.NaN, 46), (age.Verdict, age.Change, age.Difference));
    }

    [Fact]
    public void Summaries_alone_are_compared_as_far_as_they_go()
    {
        var before = ComparedRun.Of(Sides.OfResponses("before", Sides.Responses(5_000, 1)).Summary);
        var comparison = Sides.Compare(before, Sides.OfResponses("after", Sides.Responses(5_000, 2, 1.3)));

        Assert.Equal((Verdict.Worse, Verdict.Worse), (comparison.Of("mean").Verdict, comparison.Of("p95").Verdict));
        Assert.Equal((Verdict.Untested, "only a summary, without items"), (comparison.Of("p99").Verdict, comparison.Of("p99").Note));
        Assert.Contains(comparison.Warnings, warning => warning.StartsWith("before is only a summary", StringComparison.Ordinal));
        Assert.All(Sides.Compare(before, before).Changes, change => Assert.Equal(Verdict.NoChange, change.Verdict));
    }

    [Fact]
    public void Levels_and_populations_are_compared_each_for_itself()
    {
        static IEnumerable<Item> Items(double cold) => Enumerable.Range(0, 2_000).Select(number =>
            Runs.Item(number, number, number % 2 == 0 ? cold + (number % 13) : 50 + (number % 7)) with { Level = number % 4 < 2 ? 1 : 50, Cold = number % 2 == 0 });
        var comparison = Sides.Compare(Sides.Run("A", Items(1_000)), Sides.Run("B", Items(2_000)));

        Assert.Equal(
            (Verdict.Worse, Verdict.NoChange, Verdict.Worse, Verdict.NoChange),
            (comparison.Of("p50[cold]").Verdict, comparison.Of("p50[warm]").Verdict, comparison.Of("mean[level=50, cold]").Verdict, comparison.Of("mean[level=50, warm]").Verdict));
    }

    [Fact]
    public void Other_plans_machines_and_populations_are_warned_of()
    {
        var a = Sides.Run("A", Enumerable.Range(0, 100).Select(number => Runs.Item(number, number, 5) with { Cold = true, Level = 1 + (number % 2) }));
        var b = Sides.Run(
            "B", Enumerable.Range(0, 50).Select(number => Runs.Item(number, number, 5) with { Cold = false }),
            Runs.Manifest with { Plan = "other", Endpoint = "http://127.0.0.1:1", Generator = new(1, 2, 3, 1, true, "it was late.") });

        var warnings = Sides.Compare(a, b).Warnings;

        foreach (var part in new[] { "plans differ", "endpoint differs: none against http://127.0.0.1:1", "levels differ: level=1, level=2 against none", "100 items against 50", "100 % cold against 0 %", "it was late." })
        {
            Assert.Contains(warnings, warning => warning.Contains(part, StringComparison.Ordinal));
        }

        Assert.Empty(Sides.Compare(a, a).Warnings);
    }
}
