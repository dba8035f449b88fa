using System.Text.Json;
using Xunit;

namespace Headrace.Gateway.Tests.DynamoDb;

/// <summary>Clients that other people wrote.</summary>
public sealed class DynamoDbClientTests(DynamoDbHost host)
{
    [Fact]
    public async Task Boto3_is_served() => Assert.Contains("ok capacity_is_told", await host.Clients.RunPythonAsync("dynamodb_boto3.py"), StringComparison.Ordinal);

    [Fact]
    public async Task Answers_are_those_that_AWS_was_recorded_to_give()
    {
        var recorded = Path.GetFullPath(Path.Combine(ClientScript.Root, "..", "shared", "aws-recorded", "dynamodb"));
        Assert.SkipUnless(Directory.Exists(recorded), $"There are no recorded answers in {recorded}.");
        var report = Path.Combine(ClientScript.Root, "artifacts", "oracle-dynamodb.json");
        Directory.CreateDirectory(Path.GetDirectoryName(report)!);

        await host.Clients.RunPythonAsync("dynamodb_oracle.py", recorded, report);

        using var counted = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        Assert.Equal(0, counted.RootElement.GetProperty("unexpected").GetInt32());
        Assert.True(counted.RootElement.GetProperty("matched").GetInt32() >= 30);
        Assert.False(counted.RootElement.GetProperty("not_applicable").TryGetProperty("no scenario written", out _));
    }

    [Fact]
    public async Task The_aws_command_line_is_served()
    {
        var name = "cli-" + Guid.NewGuid().ToString("N");
        await RunAsync(
            "create-table", "--table-name", name, "--attribute-definitions", "AttributeName=id,AttributeType=S", "--key-schema", "AttributeName=id,KeyType=HASH",
            "--provisioned-throughput", "ReadCapacityUnits=5,WriteCapacityUnits=5");
        await RunAsync("wait", "table-exists", "--table-name", name);
        await RunAsync("put-item", "--table-name", name, "--item", """{"id":{"S":"one"},"label":{"S":"dog"},"score":{"N":"0.87"}}""");
        var got = await RunAsync("get-item", "--table-name", name, "--key", """{"id":{"S":"one"}}""");
        var scanned = await RunAsync("scan", "--table-name", name, "--query", "Items[].label.S");
        var queried = await RunAsync(
            "query", "--table-name", name, "--key-condition-expression", "id = :id", "--expression-attribute-values", """{":id":{"S":"one"}}""", "--select", "COUNT");
        await RunAsync("delete-table", "--table-name", name);
        await RunAsync("wait", "table-not-exists", "--table-name", name);

        Assert.Contains("0.87", got, StringComparison.Ordinal);
        Assert.Contains("dog", scanned, StringComparison.Ordinal);
        Assert.Contains("\"Count\": 1", queried, StringComparison.Ordinal);
    }

    private Task<string> RunAsync(params string[] arguments) => host.Clients.RunCliAsync(["--output", "json", "dynamodb", .. arguments]);
}
