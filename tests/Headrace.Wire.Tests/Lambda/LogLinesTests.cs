using System.Text;
using System.Text.Json;
using Headrace.Wire.Lambda;
using Xunit;

namespace Headrace.Wire.Tests.Lambda;

/// <summary>The lines that AWS recorded, byte for byte.</summary>
public sealed class LogLinesTests
{
    private const string Id = "7b1e4c2a-0f0e-4f0c-9b57-3f2a8d0f1c11";

    private readonly byte[] _line = new byte[LogLines.Longest];

    [Fact]
    public void Init_start_names_the_runtime_and_its_arn() =>
        Assert.Equal(
            "INIT_START Runtime Version: python:3.13.v11\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:abc\n",
            Text(LogLines.InitStart(_line, "python:3.13.v11", "arn:aws:lambda:us-east-1::runtime:abc")));

    [Fact]
    public void Start_and_end_name_the_request()
    {
        Assert.Equal($"START RequestId: {Id} Version: $LATEST\n", Text(LogLines.Start(_line, Id, "$LATEST")));
        Assert.Equal($"END RequestId: {Id}\n", Text(LogLines.End(_line, Id)));
    }

    [Fact]
    public void The_first_report_of_an_environment_has_its_init_duration() =>
        Assert.Equal(
            $"REPORT RequestId: {Id}\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n",
            Text(LogLines.Report(_line, new InvocationReport(Id, 3.01, 4, 128, 36, 110.1, null, null))));

    [Fact]
    public void A_later_report_ends_after_the_memory() =>
        Assert.Equal(
            $"REPORT RequestId: {Id}\tDuration: 2.90 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t\n",
            Text(LogLines.Report(_line, new InvocationReport(Id, 2.9, 3, 128, 36, null, null, null))));

    [Fact]
    public void A_report_says_what_ended_the_invocation()
    {
        Assert.EndsWith(
            "\tMax Memory Used: 36 MB\tStatus: timeout\n", Text(LogLines.Report(_line, new InvocationReport(Id, 1000, 1000, 128, 36, null, "timeout", null))), StringComparison.Ordinal);
        Assert.EndsWith(
            "\tInit Duration: 1.50 ms\tStatus: error\tError Type: Runtime.ExitError\n",
            Text(LogLines.Report(_line, new InvocationReport(Id, 1, 3, 128, 36, 1.5, "error", "Runtime.ExitError"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Init_reports_read_as_in_real_logs()
    {
        Assert.Equal("INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout\n", Text(LogLines.InitReport(_line, new InitReport(9999.79, "init", "timeout", null))));
        Assert.Equal(
            "INIT_REPORT Init Duration: 10.17 ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\n",
            Text(LogLines.InitReport(_line, new InitReport(10.17, "init", "error", "Runtime.ExitError"))));
    }

    [Fact]
    public void A_timeout_is_told_with_its_time() =>
        Assert.Equal(
            $"2025-11-25T10:11:12.345Z {Id} Task timed out after 1.00 seconds\n\n",
            Text(LogLines.TimedOut(_line, new DateTimeOffset(2025, 11, 25, 10, 11, 12, 345, TimeSpan.Zero), Id, TimeSpan.FromSeconds(1))));

    [Theory]
    [InlineData(1049.63, 1293.83, 2344)]
    [InlineData(1058.15, 1307.68, 2366)]
    [InlineData(1002.25, 1258.24, 2261)]
    [InlineData(3.0, null, 3)]
    [InlineData(2.9, null, 3)]
    public void Billing_rounds_init_and_duration_up_together(double duration, double? init, long billed) => Assert.Equal(billed, LogLines.Billed(duration, init));

    [Fact]
    public void A_line_too_long_is_cut_and_stays_a_line()
    {
        var line = Text(LogLines.Start(_line, new string('x', 5000), "1"));
        Assert.Equal(LogLines.Longest, line.Length);
        Assert.EndsWith("\n", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_reports_carry_the_same_facts()
    {
        var report = JsonDocument.Parse(PlatformEvents.Report(DateTimeOffset.UnixEpoch, new InvocationReport(Id, 3.01, 114, 128, 36, 110.1, null, null), isError: false)).RootElement;
        Assert.Equal("1970-01-01T00:00:00.000Z", report.GetProperty("time").GetString());
        Assert.Equal("platform.report", report.GetProperty("type").GetString());
        var metrics = report.GetProperty("record").GetProperty("metrics");
        Assert.Equal(3.01, metrics.GetProperty("durationMs").GetDouble());
        Assert.Equal(114, metrics.GetProperty("billedDurationMs").GetInt32());
        Assert.Equal(110.1, metrics.GetProperty("initDurationMs").GetDouble());
        Assert.Equal("success", report.GetProperty("record").GetProperty("status").GetString());
    }

    private string Text(int length) => Encoding.UTF8.GetString(_line, 0, length);
}
