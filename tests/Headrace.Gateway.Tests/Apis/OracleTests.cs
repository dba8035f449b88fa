using System.Text.Json;
using Xunit;

namespace Headrace.Gateway.Tests.Apis;

/// <summary>What AWS's API Gateway and STS answered, against what this engine answers.</summary>
public sealed class OracleTests(ApisHost host)
{
    [Fact]
    public async Task Answers_are_those_that_were_recorded_from_aws()
    {
        var recorded = Path.GetFullPath(Path.Combine(ClientScript.Root, "..", "shared", "aws-recorded"));
        Assert.SkipUnless(Directory.Exists(Path.Combine(recorded, "apigateway")), $"There are no recorded answers in {recorded}.");
        var report = Path.Combine(ClientScript.Root, "artifacts", "oracle-apigateway.json");

        var output = await host.Clients.RunPythonAsync("apigateway_oracle", recorded, report);

        using var counted = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        Assert.True(counted.RootElement.GetProperty("unexpected").GetInt32() == 0, output);
        Assert.True(counted.RootElement.GetProperty("matched").GetInt32() >= 474, output);
    }
}
