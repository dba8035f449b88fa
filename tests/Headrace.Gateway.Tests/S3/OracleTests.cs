using System.Text.Json;
using Xunit;

namespace Headrace.Gateway.Tests.S3;

/// <summary>Answers recorded from AWS, asked for again here. What matches and what does not is written to <c>artifacts/oracle-s3.json</c>.</summary>
public sealed class OracleTests(S3Host host)
{
    [Fact]
    public async Task Recorded_answers_are_given_again()
    {
        var recorded = Path.GetFullPath(Path.Combine(ClientScript.Root, "..", "shared", "aws-recorded", "s3"));
        Assert.SkipUnless(Directory.Exists(recorded), $"{recorded} is not there: there is nothing to compare with.");
        var report = Path.Combine(ClientScript.Root, "artifacts", "oracle-s3.json");

        var output = await host.Clients.RunPythonAsync("s3_oracle", recorded, report);

        using var counted = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        Assert.True(counted.RootElement.GetProperty("steps_differing").GetInt32() == 0, output);
        Assert.True(counted.RootElement.GetProperty("steps_matched").GetInt32() > 0, output);
    }
}
