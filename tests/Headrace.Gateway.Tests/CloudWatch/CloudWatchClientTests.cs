using System.Globalization;
using System.Text.Json;
using Headrace.Gateway.Tests.Telemetry;
using Xunit;

namespace Headrace.Gateway.Tests.CloudWatch;

/// <summary>Other people's clients of CloudWatch.</summary>
public sealed class CloudWatchClientTests(TelemetryHost host)
{
    [Fact]
    public async Task Boto3_is_served() =>
        Assert.Contains("ok wrong_requests_are_refused_in_aws_words", await host.Clients.RunPythonAsync("cloudwatch_boto3.py"), StringComparison.Ordinal);

    [Fact]
    public async Task Answers_are_those_that_AWS_was_recorded_to_give()
    {
        var recorded = Path.GetFullPath(Path.Combine(ClientScript.Root, "..", "shared", "aws-recorded", "cloudwatch"));
        Assert.SkipUnless(Directory.Exists(recorded), $"There are no recorded answers in {recorded}.");
        var report = Path.Combine(ClientScript.Root, "artifacts", "oracle-cloudwatch.json");

        var output = await host.Clients.RunPythonAsync("cloudwatch_oracle.py", recorded, report);

        using var counted = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        Assert.True(counted.RootElement.GetProperty("unexpected").GetInt32() == 0, output);
        Assert.True(counted.RootElement.GetProperty("matched").GetInt32() >= 20, output);
    }

    [Fact]
    public async Task The_aws_command_line_reads_statistics()
    {
        var now = TimeProvider.System.GetUtcNow();
        host.Metrics.Count("AWS/Lambda", "Invocations", KeyValuePair.Create("FunctionName", "for-the-command-line"));

        var output = await host.Clients.RunCliAsync(
            "cloudwatch", "get-metric-statistics", "--namespace", "AWS/Lambda", "--metric-name", "Invocations", "--dimensions", "Name=FunctionName,Value=for-the-command-line",
            "--start-time", Text(now.AddMinutes(-5)), "--end-time", Text(now.AddMinutes(5)), "--period", "60", "--statistics", "Sum", "--output", "json");

        using var statistics = JsonDocument.Parse(output);
        Assert.Equal("Invocations", statistics.RootElement.GetProperty("Label").GetString());
        var point = Assert.Single(statistics.RootElement.GetProperty("Datapoints").EnumerateArray());
        Assert.Equal((1, "Count"), (point.GetProperty("Sum").GetDouble(), point.GetProperty("Unit").GetString()));

        static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }
}
