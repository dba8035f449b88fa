using Headrace.Lab.Comparing;

namespace Headrace.Lab.Tests.Comparing;

public sealed class FailConditionTests
{
    [Theory]
    [InlineData("p95>+10%", "p95", LimitKind.Relative, true, false, 0.1)]
    [InlineData(" throughput <= -5 % ", "throughput", LimitKind.Relative, false, true, -0.05)]
    [InlineData("duration.p99.9>=1.5s", "duration.p99.9", LimitKind.Value, true, true, 1500)]
    [InlineData("response.mean>+250us", "mean", LimitKind.Difference, true, false, 0.25)]
    [InlineData("queue-age.max[level=50, cold]>2min", "queue-age.max[level=50, cold]", LimitKind.Value, true, false, 120_000)]
    [InlineData("p95[memory=512 layout=shared]>+1%", "p95[memory=512 layout=shared]", LimitKind.Relative, true, false, 0.01)]
    [InlineData("errors>1%", "errors", LimitKind.Value, true, false, 0.01)]
    [InlineData("errors>+0.5pp", "errors", LimitKind.Difference, true, false, 0.005)]
    [InlineData("memory.max>512MB", "memory.max", LimitKind.Value, true, false, 512)]
    [InlineData("cost.mean>0.0021$", "cost.mean", LimitKind.Value, true, false, 0.0021)]
    [InlineData("throughput[level=300]<40/s", "throughput[level=300]", LimitKind.Value, false, false, 40)]
    public void A_condition_names_figure_direction_and_limit(string text, string figure, LimitKind kind, bool above, bool orEqual, double limit)
    {
        var condition = FailCondition.Parse(text);

        Assert.Equal((figure, kind, above, orEqual), (condition.Figure.ToString(), condition.Kind, condition.Above, condition.OrEqual));
        Assert.Equal(limit, condition.Limit, 1e-12);
    }

    [Theory]
    [InlineData("", 1, "a figure is expected: mean, p50")]
    [InlineData("p42>1s", 1, "\"p42\" is no figure")]
    [InlineData("speed.p95>1s", 1, "\"speed.p95\" is no figure")]
    [InlineData("duration.errors>1%", 1, "\"duration.errors\" is no figure")]
    [InlineData("p95=>10%", 4, ">, >=, < or <= is expected, not \"=>10%\"")]
    [InlineData("p95", 4, ">, >=, < or <= is expected, but here it ends")]
    [InlineData("p95>ten", 5, "a number is expected, not \"ten\"")]
    [InlineData("p95>+%", 6, "a number is expected, not \"%\"")]
    [InlineData("p95>10%", 7, "\"%\" is no unit of p95: +10% or +5us for a change")]
    [InlineData("p95>10", 7, "a unit is expected")]
    [InlineData("p95>10MB", 7, "\"MB\" is no unit of p95")]
    [InlineData("errors>1pp", 9, "\"pp\" is no unit of errors")]
    [InlineData("p95>1s or more", 6, "\"s or more\" is no unit of p95")]
    [InlineData("p95[level=50>1s", 5, "the bracket is not closed")]
    [InlineData("p95[level=50, hot]>1s", 15, "\"hot\" is no scope")]
    public void A_fault_is_named_with_its_column(string text, int column, string message)
    {
        var fault = Assert.Throws<LabException>(() => FailCondition.Parse(text));

        Assert.StartsWith($"--fail-if \"{text}\", column {column}: {message}", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p95>+10%", true)]
    [InlineData("p95>+50%", false)]
    [InlineData("mean>+5ms", true)]
    [InlineData("mean<-5ms", false)]
    [InlineData("p50>30ms", true)]
    [InlineData("p50>60ms", false)]
    [InlineData("errors>=0%", true)]
    [InlineData("errors>0%", false)]
    [InlineData("max>+1%", true)]
    public void It_fails_beyond_its_limit(string text, bool fails)
    {
        var comparison = Sides.Compare(Sides.OfResponses("before", Sides.Responses(5_000, 1)), Sides.OfResponses("after", Sides.Responses(5_000, 2, 1.3)));

        Assert.Equal(fails, FailCondition.Parse(text).Apply(comparison).Failed);
    }

    [Fact]
    public void What_chance_alone_could_do_does_not_fail_and_is_said()
    {
        var comparison = Sides.Compare(Sides.OfResponses("A", Sides.Responses(30, 1)), Sides.OfResponses("B", Sides.Responses(30, 2, 1.02)));
        var limit = comparison.Of("mean").Change - 0.0001;
        var result = FailCondition.Parse(FormattableString.Invariant($"mean>{limit * 100:+0.0000;-0.0000}%")).Apply(comparison);

        Assert.Equal((false, true), (result.Failed, result.Sentence.EndsWith("beyond the limit, but chance alone could do it", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_figure_that_the_runs_do_not_have_is_named()
    {
        var comparison = Sides.Compare(Sides.OfResponses("before", [1, 2]), Sides.OfResponses("after", [1, 2]));

        Assert.Equal(
            "--fail-if \"init.p95>1s\": before and after do not both have init.p95", Assert.Throws<LabException>(() => FailCondition.Parse("init.p95>1s").Apply(comparison)).Message);
        Assert.Contains("errors was 0 in", Assert.Throws<LabException>(() => FailCondition.Parse("errors>+10%").Apply(comparison with
        {
            Changes = [comparison.Of("errors") with { Change = double.NaN }],
        })).Message, StringComparison.Ordinal);
    }
}
