using Headrace.Cli.Demo;

namespace Headrace.Cli.Tests.Demo;

public sealed class DemoReportTests
{
    [Fact]
    public void Percentiles_are_by_nearest_rank()
    {
        var report = DemoReport.Of([.. Enumerable.Range(1, 200).Select(n => TimeSpan.FromMilliseconds(n))], [], 3, TimeSpan.FromSeconds(4));

        Assert.Equal(new DemoReport(200, 200, 0, 3, 100, 190, 198, 50), report with { Failures = new DemoReport(0, 0, 0, 0, null, null, null, 0).Failures });
    }

    [Fact]
    public void Without_a_success_there_are_no_percentiles()
    {
        var report = DemoReport.Of([], [KeyValuePair.Create("a.txt", "no image")], 1, TimeSpan.FromSeconds(1));

        Assert.Equal("""{"images":1,"succeeded":0,"failed":1,"cold_starts":1,"p50_ms":null,"p95_ms":null,"p99_ms":null,"images_per_second":0}""", report.ToJson());
    }
}
