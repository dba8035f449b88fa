using System.IO.Compression;
using System.Text.Json;
using Xunit;

namespace Headrace.Gateway.Tests.Lambda;

/// <summary>Clients that other people wrote.</summary>
public sealed class LambdaClientTests(LambdaHost host)
{
    [Fact]
    public async Task Boto3_is_served() => Assert.Contains("ok function_urls_are_served", await host.Clients.RunPythonAsync("lambda_boto3.py"), StringComparison.Ordinal);

    [Fact]
    public async Task Answers_are_those_that_AWS_was_recorded_to_give()
    {
        var recorded = Path.GetFullPath(Path.Combine(ClientScript.Root, "..", "shared", "aws-recorded", "lambda_"));
        Assert.SkipUnless(Directory.Exists(recorded), $"There are no recorded answers in {recorded}.");
        var report = Path.Combine(ClientScript.Root, "artifacts", "oracle-lambda.json");
        Directory.CreateDirectory(Path.GetDirectoryName(report)!);

        await host.Clients.RunPythonAsync("lambda_oracle.py", recorded, report);

        using var counted = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        Assert.Equal(0, counted.RootElement.GetProperty("unexpected").GetInt32());
        Assert.True(counted.RootElement.GetProperty("matched").GetInt32() >= 700);
    }

    [Fact]
    public async Task The_aws_command_line_is_served()
    {
        var folder = Directory.CreateTempSubdirectory("headrace-cli-").FullName;
        var name = "cli-" + Guid.NewGuid().ToString("N");
        try
        {
            var zip = Path.Combine(folder, "code.zip");
            await using (var archive = await ZipFile.OpenAsync(zip, ZipArchiveMode.Create))
            {
                await using var entry = new StreamWriter(await archive.CreateEntry("index.py").OpenAsync());
                await entry.WriteAsync("def handler(event, context):\n    return {'name': context.function_name, 'got': event}\n");
            }

            await RunAsync(
                "create-function", "--function-name", name, "--runtime", "python3.11", "--role", "arn:aws:iam::000000000000:role/any", "--handler", "index.handler",
                "--zip-file", $"fileb://{zip}", "--tags", "team=river");
            await RunAsync("wait", "function-active-v2", "--function-name", name);
            var published = await RunAsync("publish-version", "--function-name", name);
            await RunAsync("create-alias", "--function-name", name, "--name", "live", "--function-version", "1");
            var listed = await RunAsync("list-functions", "--query", $"Functions[?FunctionName=='{name}'].Handler");
            var output = Path.Combine(folder, "out.json");
            var invoked = await RunAsync(
                "invoke", "--function-name", name, "--qualifier", "live", "--cli-binary-format", "raw-in-base64-out", "--payload", "{\"n\":1}", "--log-type", "Tail", output);
            await RunAsync("delete-function", "--function-name", name);

            Assert.Contains("\"Version\": \"1\"", published, StringComparison.Ordinal);
            Assert.Contains("index.handler", listed, StringComparison.Ordinal);
            Assert.Contains("\"ExecutedVersion\": \"1\"", invoked, StringComparison.Ordinal);
            Assert.Contains("LogResult", invoked, StringComparison.Ordinal);
            Assert.Equal($"{{\"name\": \"{name}\", \"got\": {{\"n\": 1}}}}", await File.ReadAllTextAsync(output));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<string> RunAsync(params string[] arguments) => host.Clients.RunCliAsync(["--output", "json", "lambda", .. arguments]);
}
