using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Headrace.Lab.Records;
using Headrace.Lab.Reporting;
using Headrace.Lab.Statistics;
using Headrace.Lab.Tests.Statistics;

namespace Headrace.Lab.Tests.Reporting;

public sealed partial class ReportPageTests
{
    [Fact]
    public void A_million_items_make_less_than_three_megabytes()
    {
        var items = SampleRuns.Many(1_000_000);
        var summary = SampleRuns.Summary(items);
        var counter = new CountingWriter();
        var before = GC.GetAllocatedBytesForCurrentThread();
        ReportPage.Write(counter, items, summary);

        Assert.InRange(counter.Characters, 100_000, 3_000_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void Only_what_its_policy_names_is_in_it()
    {
        var page = Page(SampleRuns.Items(1));
        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value.Replace("&#x27;", "'", StringComparison.Ordinal).Replace("&#x2B;", "+", StringComparison.Ordinal);

        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var own = Regex.Matches(page, "<(script|style)[^>]*>(.*?)</\\1>", RegexOptions.Singleline);
        Assert.Equal(3, own.Count);
        Assert.All(own, element => Assert.Contains(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(element.Groups[2].Value))), policy, StringComparison.Ordinal));
        Assert.DoesNotMatch(" (on[a-z]+|style)=\"", page);
        Assert.DoesNotMatch("(src|href)=\"(?!#)", page);
    }

    [Fact]
    public void What_others_wrote_is_encoded()
    {
        var items = ItemTable.Of(Enumerable.Range(0, 40).Select(number => Runs.Item(number, number, 5) with
        {
            Site = SampleRuns.Hostile,
            Function = SampleRuns.Hostile,
            Variant = number % 2 == 0 ? $"layout={SampleRuns.Hostile}" : "layout=other",
            Level = 1 + (number % 3),
            Status = ItemStatus.Failed,
            Error = SampleRuns.Hostile,
        }));
        var run = Runs.Manifest with
        {
            Name = SampleRuns.Hostile,
            Plan = SampleRuns.Hostile,
            Endpoint = SampleRuns.Hostile,
            Stopped = SampleRuns.Hostile,
            Remarks = [SampleRuns.Hostile],
            Sources = [SampleRuns.Hostile],
            Versions = [SampleRuns.Hostile],
        };
        var page = Page(items, run);

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page, "</script"));
        Assert.True(Regex.Count(page, "&lt;/script") >= 8);
    }

    [Fact]
    public void Aggregates_without_items_are_drawn()
    {
        var (none, summary) = SampleRuns.Aggregates();
        var page = Page(none, summary);

        Assert.Contains("id=\"response-time\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"outcomes\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"items\"", page, StringComparison.Ordinal);
        Assert.Contains("Every item: there are no single items, only figures of all.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_nothing_says_so_and_draws_nothing()
    {
        var page = Page(new ItemTable());

        Assert.Contains("Nothing was measured.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<figure", page, StringComparison.Ordinal);
        Assert.Contains("No latency was measured.", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OddRuns))]
    public void Odd_runs_make_whole_pages(string what, Item[] items)
    {
        var page = Page(ItemTable.Of(items));

        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
        foreach (Match figure in Figures().Matches(page))
        {
            Assert.True(figure.Value.Contains("<td>", StringComparison.Ordinal), $"{what}: a figure without data: {figure.Value[..200]}");
        }
    }

    public static TheoryData<string, Item[]> OddRuns() => new()
    {
        { "one item", [Runs.Item(0, 0, 12)] },
        { "all lost", [.. Enumerable.Range(0, 5).Select(number => new Item { Id = $"{number}", Intended = Runs.Noon.Plus(number), Status = ItemStatus.Lost })] },
        { "all the same", [.. Enumerable.Range(0, 50).Select(number => Runs.Item(number, 0, 10))] },
        { "no time at all", [.. Enumerable.Range(0, 50).Select(number => Runs.Item(number, number, 0))] },
        { "only a duration", [new Item { Id = "a", Duration = 10, Billed = 11, Cold = true, MemorySize = 128, MaxMemoryUsed = 60 }] },
        { "a year apart", [Runs.Item(0, 0, 1), Runs.Item(1, 365 * 86_400_000.0, 1e9)] },
        { "a clock that ran backwards", [Runs.Item(0, 100, -50), Runs.Item(1, 200, 10)] },
        { "cold beside warm", [.. Enumerable.Range(0, 20).Select(number => Runs.Item(number, number, number == 0 ? 20_000 : 3) with { Cold = number == 0 })] },
    };

    [Fact]
    public void A_verdict_names_the_worst_first()
    {
        var items = ItemTable.Of([Runs.Item(0, 0, 1), Runs.Item(1, 1, 1) with { Status = ItemStatus.Throttled, Error = "TooManyRequestsException" }]);
        var run = Runs.Manifest with { Generator = new GeneratorVerdict(5, 900, 2000, 0.99, true, "The generator was the bottleneck."), Stopped = "interrupted" };
        var sentences = Verdicts.Of(RunSummary.Of(items, run, new SummaryOptions())).Select(verdict => verdict.Sentence).ToList();

        Assert.Equal("The generator was the bottleneck.", sentences[0]);
        Assert.Equal("50\u00a0% of 2 items succeeded; 1 throttled.", sentences[1]);
        Assert.Equal("It stopped early: interrupted.", sentences[2]);
    }

    [GeneratedRegex("<figure.*?</figure>", RegexOptions.Singleline)]
    private static partial Regex Figures();

    private static string Page(ItemTable items, RunManifest? run = null) => Page(items, RunSummary.Of(items, run ?? SampleRuns.Manifest, new SummaryOptions()));

    private static string Page(ItemTable items, RunSummary summary)
    {
        using var writer = new StringWriter();
        ReportPage.Write(writer, items, summary);
        return writer.ToString();
    }

    private sealed class CountingWriter : TextWriter
    {
        public long Characters { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Characters++;

        public override void Write(char[] buffer, int index, int count) => Characters += count;

        public override void Write(string? value) => Characters += value?.Length ?? 0;
    }
}
