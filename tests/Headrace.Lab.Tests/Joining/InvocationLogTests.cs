using Headrace.Lab.Joining;
using Headrace.Lab.Records;
using Headrace.Wire.Lambda;

namespace Headrace.Lab.Tests.Joining;

public sealed class InvocationLogTests
{
    private const string A = "0cf5a0a0-1111-4222-8333-444455556666", B = "1cf5a0a0-1111-4222-8333-444455556666";
    private const long T = 1_763_000_000_000;

    [Fact]
    public void The_platforms_lines_make_a_cold_invocation_with_all_its_figures()
    {
        var invocation = Assert.Single(Read(
            (T, "s", "INIT_START Runtime Version: provided:al2023.v1\tRuntime Version ARN: arn\n"),
            (T + 120, "s", $"START RequestId: {A} Version: $LATEST\n"),
            (T + 140, "s", $"PHASES RequestId: {A}\tTrace: Root=1-581cf771-a006649127e371903a2de979\tEvent: 2025-11-13T02:13:19.750Z\tDownload: 3.10 ms\tInfer: 20.00 ms\tWrite: 2.00 ms\n"),
            (T + 150, "s", $"END RequestId: {A}\n"),
            (T + 150, "s", $"REPORT RequestId: {A}\tDuration: 29.75 ms\tBilled Duration: 150 ms\tMemory Size: 512 MB\tMax Memory Used: 83 MB\tInit Duration: 119.60 ms\t\n")));

        Assert.Equal((A, "s", "f", true, true), (invocation.RequestId, invocation.Environment, invocation.Function, invocation.IsCold, invocation.IsReported));
        Assert.Equal((120.0, 30.0), (invocation.Started.Since(invocation.InitStarted), invocation.Ended.Since(invocation.Started)));
        Assert.Equal((29.75, 150.0, 119.6, 512, 83), (invocation.Duration, invocation.Billed, invocation.Init, invocation.MemorySize, invocation.MaxMemoryUsed));
        Assert.Equal(HandlerPhases.Unknown with { Download = 3.1f, Infer = 20, Write = 2 }, invocation.Phases);
        Assert.Equal("1-581cf771-a006649127e371903a2de979", invocation.Trace);
        Assert.Equal(250, new Moment(T * 1000).Since(invocation.EventTime));
        Assert.Equal((ItemStatus.Succeeded, ""), (invocation.Status, invocation.Error));
    }

    [Fact]
    public void The_engines_own_lines_are_read()
    {
        Span<byte> line = new byte[LogLines.Longest];
        string Text(int length, Span<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes[..length]);
        var log = new InvocationLog();
        log.Add(new LogEvent("s", T, Text(LogLines.Start(line, A, "7"), line)));
        log.Add(new LogEvent("s", T + 3000, Text(LogLines.TimedOut(line, DateTimeOffset.FromUnixTimeMilliseconds(T + 3000), A, TimeSpan.FromSeconds(3)), line)));
        log.Add(new LogEvent("s", T + 3000, Text(LogLines.End(line, A), line)));
        log.Add(new LogEvent("s", T + 3000, Text(LogLines.Report(line, new InvocationReport(A, 3000, 3000, 128, 40, null, "timeout", null)), line)));

        var invocation = Assert.Single(log.Invocations);
        Assert.Equal((ItemStatus.TimedOut, "Task timed out after 3.00 seconds", 3000.0, false), (invocation.Status, invocation.Error, invocation.Billed, invocation.IsCold));
    }

    [Fact]
    public void Lines_in_JSON_are_read_as_those_in_text()
    {
        string Text(byte[] bytes) => System.Text.Encoding.UTF8.GetString(bytes);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(T);
        var invocation = Assert.Single(Read(
            (T, "s", Text(PlatformEvents.InitStart(at, "v", "arn", "f", "1"))),
            (T + 5, "s", Text(PlatformEvents.Start(at, A, "1"))),
            (T + 6, "s", "{\"time\":\"x\",\"level\":\"INFO\"}"),
            (T + 9, "s", Text(PlatformEvents.Report(at, new InvocationReport(A, 4.5, 5, 256, 60, 4.25, "error", "Runtime.ExitError"), true)))));

        Assert.Equal((4.5, 5.0, 4.25, 256, 60), (invocation.Duration, invocation.Billed, invocation.Init, invocation.MemorySize, invocation.MaxMemoryUsed));
        Assert.Equal((ItemStatus.Failed, "Runtime.ExitError"), (invocation.Status, invocation.Error));
        Assert.Equal(4, invocation.Ended.Since(invocation.Started));
    }

    [Theory]
    [InlineData("[ERROR] ValueError: no such file\nTraceback (most recent call last):", "ValueError: no such file")]
    [InlineData("RequestId: " + A + " Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n", "Runtime exited with error: exit status 1")]
    [InlineData("2025-11-13T02:13:20.000Z\t" + A + "\tERROR\tInvoke Error \t{\"errorType\":\"Error\"}", "{\"errorType\":\"Error\"}")]
    [InlineData("Image processing failed: {\"statusCode\":400}", "Image processing failed: {\"statusCode\":400}")]
    public void An_error_line_fails_its_invocation(string line, string error)
    {
        var invocation = Assert.Single(Read((T, "s", $"START RequestId: {A} Version: 1"), (T + 1, "s", line), (T + 2, "s", $"REPORT RequestId: {A}\tDuration: 2.00 ms\tStatus: error\tError Type: X\n")));

        Assert.Equal((ItemStatus.Failed, error), (invocation.Status, invocation.Error));
    }

    [Fact]
    public void A_loggers_error_is_no_failure() =>
        Assert.Equal(ItemStatus.Succeeded, Assert.Single(Read((T, "s", $"START RequestId: {A} Version: 1"), (T, "s", $"[ERROR]\t2025-11-13T02:13:20.000Z\t{A}\tnothing serious"))).Status);

    [Fact]
    public void The_gauges_lines_say_image_event_site_and_row()
    {
        var invocation = Assert.Single(Read(
            (T, "s", $"START RequestId: {A} Version: 1"),
            (T + 1, "s", "Image Name: image_capture_2025-05-08_17-00-00.jpg\n"),
            (T + 1, "s", "Event Time: 2025-05-08 23:00:17, Site ID: site1\n"),
            (T + 9, "s", "Writing to database...\n")));

        Assert.Equal(("image_capture_2025-05-08_17-00-00.jpg", "site1"), (invocation.Image, invocation.Site));
        Assert.Equal(new DateTimeOffset(2025, 5, 8, 23, 0, 17, TimeSpan.Zero), invocation.EventTime.ToDateTimeOffset());
        Assert.Equal(9, invocation.RowWritten.Since(invocation.Started));
    }

    [Fact]
    public void Where_two_run_in_one_stream_a_line_that_names_neither_belongs_to_none()
    {
        var invocations = Read(
            (T, "s", $"START RequestId: {A} Version: 1"), (T, "s", $"START RequestId: {B} Version: 1"), (T, "s", "Image Name: x.jpg"), (T, "s", $"END RequestId: {A}"), (T, "s", "Image Name: y.jpg"));

        Assert.Equal([(A, ""), (B, "y.jpg")], invocations.Select(invocation => (invocation.RequestId, invocation.Image)));
    }

    [Fact]
    public void A_second_attempt_is_an_invocation_of_its_own()
    {
        var invocations = Read((T, "s", $"START RequestId: {A} Version: 1"), (T + 1, "s", $"END RequestId: {A}"), (T + 60_000, "t", $"START RequestId: {A} Version: 1"));

        Assert.Equal([("s", true), ("t", false)], invocations.Select(invocation => (invocation.Environment, invocation.Ended.IsKnown)));
    }

    [Fact]
    public void A_log_that_begins_in_the_middle_still_gives_what_it_has()
    {
        var invocation = Assert.Single(Read((T, "s", "REPORT RequestId: " + A + "\tDuration: 2.00 ms\tMemory Size: many MB\nXRAY TraceId: 1-2-3\tSegmentId: 4\tSampled: true\t\n")));

        Assert.Equal((2.0, 0, "1-2-3", false), (invocation.Duration, invocation.MemorySize, invocation.Trace, invocation.Started.IsKnown));
    }

    private static IReadOnlyList<Invocation> Read(params (long At, string Stream, string Message)[] lines)
    {
        var log = new InvocationLog("f");
        foreach (var (at, stream, message) in lines)
        {
            log.Add(new LogEvent(stream, at, message));
        }

        return log.Invocations;
    }
}
