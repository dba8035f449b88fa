using System.Text.Json;
using Headrace.Cli.Demo;

namespace Headrace.Cli.Tests.Demo;

public sealed class ClassifyDemoTests
{
    [Fact]
    public async Task Every_answer_is_right_and_the_measurements_are_one_json_object()
    {
        Assert.SkipWhen(Installation.BuiltInFolder is null, "The built-in functions are not published: ./headrace --prepare");
        var outcome = await HeadraceProcess.RunAsync("demo", "classify", "--requests", "40", "--users", "4", "--json");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        using var report = JsonDocument.Parse(outcome.Output);
        Assert.Equal((40, 0), (report.RootElement.GetProperty("requests").GetInt32(), report.RootElement.GetProperty("failures").GetInt32()));
        Assert.InRange(report.RootElement.GetProperty("cold_starts").GetInt32(), 1, 4);
        Assert.InRange(report.RootElement.GetProperty("memory_mb").GetInt32(), 1, 128);
        Assert.True(report.RootElement.GetProperty("p50_ms").GetDouble() <= report.RootElement.GetProperty("p99_ms").GetDouble());
    }

    [Fact]
    public void A_report_counts_from_answers_and_from_the_log()
    {
        string[] log =
        [
            "START RequestId: 1 Version: $LATEST", "REPORT RequestId: 1\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t",
            "REPORT RequestId: 2\tDuration: 1.01 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 38 MB\t",
        ];
        var report = ClassifyReport.Of([TimeSpan.FromMilliseconds(120), TimeSpan.FromMilliseconds(2)], ["500 x", "500 x"], log, TimeSpan.FromSeconds(2));

        Assert.Equal(new ClassifyReport(4, 2, 1, 110.1, 2, 120, 120, 120, 2, 38) { Reasons = report.Reasons }, report);
        Assert.Equal(["500 x"], report.Reasons);
        Assert.Equal(2, report.ToTable().Split('\n').Length);
    }
}
