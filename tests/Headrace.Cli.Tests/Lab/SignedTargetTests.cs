using System.Text.Json.Nodes;
using Headrace.Lab.Records;

namespace Headrace.Cli.Tests.Lab;

/// <summary>A function URL that believes signatures only, on a real engine.</summary>
public sealed class SignedTargetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_function_url_with_AWS_IAM_answers_signed_requests_only()
    {
        await using var engine = await ServedEngine.StartAsync(_folder["data"]);
        using var client = engine.Client();
        await PythonFunctions.CreateAsync(client, "echo", "def handler(event, context):\n    return {'statusCode': 200, 'body': event['rawQueryString'] + event.get('body', '')}\n");
        var url = (string)(await PythonFunctions.CallAsync(client, HttpMethod.Post, "/2021-10-31/functions/echo/url", new JsonObject { ["AuthType"] = "AWS_IAM" }))["FunctionUrl"]!;

        var signed = await RunAsync(engine, "signed", "--url", $"{url}a%20path?b=%2F{{n}}&a", "--sign", "lambda");
        var unsigned = await RunAsync(engine, "unsigned", "--url", url);

        Assert.All(signed.Items, item => Assert.Equal((ItemStatus.Succeeded, ""), (item.Status, item.Error)));
        Assert.All(unsigned.Items, item => Assert.StartsWith("403 ", item.Error, StringComparison.Ordinal));
        Assert.Equal((4, 4), (signed.Items.Count, unsigned.Items.Count));
    }

    private async Task<Run> RunAsync(ServedEngine engine, string name, params string[] target)
    {
        var outcome = await HeadraceProcess.RunAsync(engine.Exports, ["lab", "run", "--batch", "4", "--method", "POST", "--json-body", """{"n":{n}}""", "--out", _folder[name], .. target]);
        Assert.True(outcome.ExitCode == 0 || outcome.Error.Contains("headrace: ", StringComparison.Ordinal), outcome.Error);
        return Run.Read(_folder[name]);
    }
}
