using Headrace.Lab.Exporting;
using Headrace.Lab.Importing;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Importing;

public sealed class LocustTests : IDisposable
{
    private const string StatsHeader = "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,95%,99%,100%\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Locusts_own_files_go_in_and_come_out_with_the_same_values()
    {
        var prefix = await LocustRun.WriteAsync(_folder);
        string[] files = [$"{prefix}_stats.csv", $"{prefix}_stats_history.csv", $"{prefix}_failures.csv"];

        var (run, locust) = Import.Of(new ImportOptions(), files);
        LocustExport.Write(_folder["again"], locust);
        var (_, again) = Import.Of(new ImportOptions(), _folder["again_stats.csv"], _folder["again_stats_history.csv"], _folder["again_failures.csv"]);

        Assert.Empty(run.Items);
        Assert.Equivalent(locust, again, strict: true);
        foreach (var (file, written) in files.Zip(["again_stats.csv", "again_stats_history.csv", "again_failures.csv"]))
        {
            Assert.Equal(File.ReadLines(file).First(), File.ReadLines(_folder[written]).First());
        }

        var all = locust.Requests.Single(request => request.Name == "Aggregated");
        Assert.Equal(all.Count, locust.Requests.Where(request => request.Name != "Aggregated").Sum(request => request.Count));
        Assert.True(all.Count > 0);
        Assert.Contains(locust.Failures, failure => failure.Name == "a \"fail\", named" && failure.Occurrences == all.Failures);
        Assert.NotEmpty(locust.History);
    }

    [Fact]
    public async Task Its_summary_says_what_the_files_say_and_no_more()
    {
        var prefix = await LocustRun.WriteAsync(_folder);
        var (run, locust) = Import.Of(new ImportOptions(), $"{prefix}_stats.csv", $"{prefix}_stats_history.csv", $"{prefix}_failures.csv");

        RunFiles.Write(run with { Folder = new RunFolder(_folder["run"]) }, locust);

        var summary = SummaryJson.Read(_folder["run/summary.json"]);
        var all = locust.Requests.Single(request => request.Name == "Aggregated");
        Assert.Equal((all.Count, all.Failures), (summary.Totals.Items, summary.Totals.Failed));
        var whole = Assert.Single(summary.Distributions, distribution => distribution.Group.Length == 0);
        Assert.Equal((Measure.Response, all.Count, all.Average, all.Median, all.Max), (whole.Measure, whole.Count, whole.Mean, whole.P50, whole.Max));
        Assert.True(double.IsNaN(whole.StandardDeviation));
        Assert.Equal(3, summary.Distributions.Count);
        Assert.Equal(locust.History.Last(moment => moment.Name == "Aggregated").TotalCount, summary.Timeline.Sum(bucket => bucket.Items));
        Assert.Equal(all.Failures, Assert.Single(summary.Errors).Count);
        Assert.Equal(locust.Requests.Count, LocustFigures.Read(new RunFolder(_folder["run"])).Requests.Count);
    }

    [Fact]
    public void Items_are_summed_up_as_Locust_does()
    {
        var start = Moment.At(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        var items = ItemTable.Of(Enumerable.Range(0, 100).Select(number => new Item
        {
            Id = $"{number}",
            Function = number % 2 == 0 ? "even" : "odd",
            Size = 10,
            Intended = start.Plus(number * 40),
            Visible = start.Plus((number * 40) + number + 1),
            Status = number % 10 == 0 ? ItemStatus.Failed : ItemStatus.Succeeded,
            Error = number % 10 == 0 ? "broken" : "",
        }).Append(new Item { Id = "warm-up", Repetition = 0, Intended = start, Visible = start.Plus(9999) }));

        var figures = LocustTally.Of(items);
        LocustExport.Write(_folder["x"], figures);
        var (_, read) = Import.Of(new ImportOptions(), _folder["x_stats.csv"], _folder["x_stats_history.csv"], _folder["x_failures.csv"]);

        Assert.Equivalent(figures, read, strict: true);
        Assert.Equal([("even", 50L, 10L), ("odd", 50L, 0L), ("Aggregated", 100L, 10L)], figures.Requests.Select(request => (request.Name, request.Count, request.Failures)));
        Assert.Equal((50.5, 50.5, 1.0, 100.0, 10.0), (figures.Requests[2].Median, figures.Requests[2].Average, figures.Requests[2].Min, figures.Requests[2].Max, figures.Requests[2].AverageSize));
        Assert.Equal(new LocustFailure("item", "even", "broken", 10), Assert.Single(figures.Failures));
        Assert.Equal([100L, 10L], [figures.History[^1].TotalCount, figures.History[^1].TotalFailures]);
        Assert.Equal(5, figures.History.Count);
    }

    [Theory]
    [InlineData(StatsHeader + "GET,/,x,0,1,1,1,1,1,1,1,1,1,1,1\n", "a.csv, line 2, column 7: 'x' is not a whole number from 0")]
    [InlineData(StatsHeader + "GET,/,1,0,1,1,1,1,1,1,1,1,1,1\n", "a.csv, line 2, column 1: the row has 14 cells, and there are 15 columns: is the file cut?")]
    [InlineData("Type,Name,Request Count\n", "there is no column 'Failure Count'; there are: Type, Name, Request Count")]
    [InlineData("Method,Name,Error,Occurrences\n\"GET,/,x", "a.csv, line 2, column 9: a quote that is never closed")]
    public void What_is_wrong_is_said_by_place(string content, string message) =>
        Assert.Contains(message, Import.Refusal(_folder.File("a.csv", content)), StringComparison.Ordinal);

    [Fact]
    public void Files_of_two_runs_with_other_percentiles_are_not_mixed() => Assert.Contains(
        "import them as runs of their own",
        Import.Refusal(_folder.File("a.csv", StatsHeader + "GET,/,1,0,1,1,1,1,1,1,1,1,1,1,1\n"), _folder.File("b.csv", StatsHeader.Replace(",99%", "", StringComparison.Ordinal) + "GET,/,1,0,1,1,1,1,1,1,1,1,1,1\n")),
        StringComparison.Ordinal);
}
