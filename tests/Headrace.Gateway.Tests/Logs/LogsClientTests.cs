using System.Text.Json;
using Headrace.Gateway.Tests.Telemetry;
using Xunit;

namespace Headrace.Gateway.Tests.Logs;

/// <summary>Other people's clients of CloudWatch Logs.</summary>
public sealed class LogsClientTests(TelemetryHost host)
{
    [Fact]
    public async Task Boto3_is_served() =>
        Assert.Contains("ok there_are_no_filters_where_none_can_be_put", await host.Clients.RunPythonAsync("logs_boto3.py"), StringComparison.Ordinal);

    [Fact]
    public async Task Answers_are_those_that_AWS_was_recorded_to_give()
    {
        var recorded = Path.GetFullPath(Path.Combine(ClientScript.Root, "..", "shared", "aws-recorded", "logs"));
        Assert.SkipUnless(Directory.Exists(recorded), $"There are no recorded answers in {recorded}.");
        var report = Path.Combine(ClientScript.Root, "artifacts", "oracle-logs.json");

        var output = await host.Clients.RunPythonAsync("logs_oracle.py", recorded, report);

        using var counted = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        Assert.True(counted.RootElement.GetProperty("unexpected").GetInt32() == 0, output);
        Assert.True(counted.RootElement.GetProperty("matched").GetInt32() >= 30, output);
    }

    [Fact]
    public async Task The_aws_command_line_shows_the_end_of_a_log()
    {
        var group = "/tail/" + Guid.NewGuid().ToString("N");
        using var first = host.Logs.OpenStream(group, "one");
        using var second = host.Logs.OpenStream(group, "two");
        first.Append("START of one\n"u8);
        second.Append("ERROR of two\n"u8);

        var everything = await host.Clients.RunCliAsync("logs", "tail", group, "--format", "short");
        var errors = await host.Clients.RunCliAsync("logs", "tail", group, "--filter-pattern", "ERROR", "--since", "1h");

        Assert.Contains("START of one", everything, StringComparison.Ordinal);
        Assert.Contains("ERROR of two", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("START", errors, StringComparison.Ordinal);
        Assert.Contains(" two ERROR of two", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_aws_command_line_follows_a_log_as_it_grows()
    {
        var group = "/tail/" + Guid.NewGuid().ToString("N");
        using var stream = host.Logs.OpenStream(group, "one");
        stream.Append("before\n"u8);
        await using var tail = host.Clients.StartCli("logs", "tail", group, "--follow", "--format", "short");

        Assert.EndsWith("before", await tail.ReadLineWithTextAsync(), StringComparison.Ordinal);
        stream.Append("after\n"u8);
        Assert.EndsWith("after", await tail.ReadLineWithTextAsync(), StringComparison.Ordinal);
    }
}
