using Headrace.Lab.Exporting;
using Headrace.Lab.Importing;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Importing;

public sealed class LogsDataTests : IDisposable
{
    private const string Header = ",id,lambda_function_name,event_time,write_to_database_timestamp,function_end_timestamp,billed_duration_ms,cold_start\n";
    private static readonly int[] Levels = [1, 50, 100, 150, 200, 250, 300];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_original_run_goes_in_and_comes_out_byte_for_byte()
    {
        var path = SharedData.Hydrocam("logsdata.csv");
        var run = Import.Of(path);
        run = run with { Folder = new RunFolder(_folder["run"]) };
        run.Write();

        LogsDataExport.Write(_folder["again.csv"], Run.Read(_folder["run"]).Items, TimeZoneInfo.Utc);

        Assert.Equal(19_696, run.Items.Count);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), File.ReadAllText(_folder["again.csv"]));
    }

    [Fact]
    public void The_originals_filter_and_levels_give_its_figures()
    {
        var (run, _) = Import.Of(new ImportOptions { After = new DateTime(2025, 5, 2, 17, 30, 0), Levels = Levels }, SharedData.Hydrocam("logsdata.csv"));

        var comparison = Assert.Single(RunSummary.Of(run.Items, run.Manifest, new SummaryOptions()).Levels, level => level.Measure == Measure.EventToEnd);
        Assert.Equal(Levels, comparison.Levels.Select(level => level.Level));
        Assert.Equal(["21.86", "21.36", "21.22", "21.92", "21.47", "22.12", "22.40"], comparison.Levels.Select(level => FormattableString.Invariant($"{level.Mean / 1000:F2}")));
        Assert.Equal("46.9699", FormattableString.Invariant($"{comparison.Anova!.F:F4}"));
        Assert.Contains(run.Manifest.Remarks, remark => remark.EndsWith(": 249 items, taken for 250", StringComparison.Ordinal));
        Assert.Contains(run.Manifest.Remarks, remark => remark.EndsWith("items are left out: of other levels than 1, 50, 100, 150, 200, 250, 300", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, 16), run.Items.Where(item => item.Level == 250).Select(item => item.Repetition).Distinct().Order());
    }

    [Fact]
    public void A_row_becomes_an_item()
    {
        var item = Assert.Single(Import.Of(new ImportOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/Denver"), MemorySize = 6200 }, _folder.File("a.csv", Header +
            "0,image_capture_2025-05-08_17-00-00.jpg,site1-lambdafunction,2025-05-08 17:00:17,2025-05-08 17:00:40.448,2025-05-08 17:00:40.504,22215.0,True\n")).Run.Items);

        Assert.Equal(("site1/image_capture_2025-05-08_17-00-00.jpg", "site1", "site1-lambdafunction", 1, 1), (item.Id, item.Site, item.Function, item.Level, item.Repetition));
        Assert.Equal(new DateTimeOffset(2025, 5, 8, 23, 0, 17, TimeSpan.Zero), item.EventTime.ToDateTimeOffset());
        Assert.Equal((23_448.0, 23_504.0, 22_215.0, true, 6200), (item.Response, item.EventToEnd, item.Billed, item.Cold, item.MemorySize));
    }

    [Fact]
    public void The_same_image_twice_keeps_both_rows_and_its_name()
    {
        const string Row = "0,image_capture_2025-05-08_17-00-00.jpg,f,2025-05-08 17:00:17,,2025-05-08 17:00:40.504,,\n";
        var items = Import.Of(_folder.File("a.csv", Header + Row + Row)).Items;

        Assert.Equal(["f/image_capture_2025-05-08_17-00-00.jpg", "f/image_capture_2025-05-08_17-00-00.jpg#2"], items.Select(item => item.Id));
        Assert.Equal(["image_capture_2025-05-08_17-00-00.jpg"], items.Select(item => LogsDataImport.ImageOf(item)).Distinct());
        Assert.Equal((false, null, 2), (items[0].Visible.IsKnown, items[0].Cold, items[0].Level));
    }

    [Theory]
    [InlineData(249, 250)]
    [InlineData(247, 247)]
    [InlineData(297, 300)]
    [InlineData(296, 296)]
    [InlineData(20, 20)]
    [InlineData(1, 1)]
    public void A_count_within_one_per_cent_is_taken_for_the_level_that_was_meant(int count, int level) => Assert.Equal(level, ImportLevels.Snapped(count, Levels));

    [Theory]
    [InlineData("id,lambda_function_name\n", "a.csv, line 1, column 1: there is no column 'event_time'; there are: id, lambda_function_name")]
    [InlineData(Header + "0,i,f,yesterday,,,,\n", "a.csv, line 2, column 7: 'yesterday' is not a time such as 2025-05-08 23:00:17.448")]
    [InlineData(Header + "0,i,f,,,,dear,\n", "a.csv, line 2, column 10: 'dear' is not a number")]
    [InlineData(Header + "0,i,f,,,,,maybe\n", "a.csv, line 2, column 11: 'maybe' is neither True nor False")]
    [InlineData(Header + "0,i,f,2025-05-0", "a.csv, line 2, column 1: the row has 4 cells, and there are 8 columns: is the file cut?")]
    [InlineData(Header, "a.csv: nothing in it that could be reported")]
    public void What_is_wrong_is_said_by_place(string content, string message) =>
        Assert.Contains(message, Import.Refusal(_folder.File("a.csv", content)), StringComparison.Ordinal);
}
