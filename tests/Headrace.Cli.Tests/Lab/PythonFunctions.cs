using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Tests.Lab;

/// <summary>Functions of one Python file on a served engine, and what their configuration is.</summary>
internal static class PythonFunctions
{
    /// <summary>Computes as long as its event's <c>seconds</c> say, in processor time.</summary>
    public const string Spin = """
        import time

        def handler(event, context):
            end = time.process_time() + float((event or {}).get("seconds", 0))
            while time.process_time() < end:
                pass
            return 1
        """;

    /// <summary>The event's object, from its bucket to the bucket results.</summary>
    public const string Copy = """
        import boto3

        s3 = boto3.client("s3")

        def handler(event, context):
            for record in event["Records"]:
                source = {"Bucket": record["s3"]["bucket"]["name"], "Key": record["s3"]["object"]["key"]}
                s3.copy_object(CopySource=source, Bucket="results", Key=source["Key"])
            print(source["Key"])
        """;

    public static async Task CreateAsync(SignedHttpClient client, string name, string source, int memory = 640)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var code = new StreamWriter(archive.CreateEntry("handler.py").Open());
            await code.WriteAsync(source);
        }

        await CallAsync(client, HttpMethod.Post, "/2015-03-31/functions", new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = "python3.13",
            ["Handler"] = "handler.handler",
            ["Role"] = "arn:aws:iam::000000000000:role/any",
            ["MemorySize"] = memory,
            ["Timeout"] = 30,
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip.ToArray()) },
            ["Environment"] = new JsonObject { ["Variables"] = new JsonObject { ["KEPT"] = "yes" } },
        });
    }

    public static async Task<(int Memory, string Variables, int? Concurrency)> SettingsAsync(SignedHttpClient client, string name)
    {
        var configuration = await CallAsync(client, HttpMethod.Get, $"/2015-03-31/functions/{name}/configuration");
        var concurrency = await CallAsync(client, HttpMethod.Get, $"/2019-09-30/functions/{name}/concurrency");
        return ((int)configuration["MemorySize"]!, configuration["Environment"]!["Variables"]!.ToJsonString(), (int?)concurrency["ReservedConcurrentExecutions"]);
    }

    public static async Task<JsonNode> CallAsync(SignedHttpClient client, HttpMethod method, string target, JsonObject? body = null)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString());
        using var response = await client.SendAsync("lambda", method, target, content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent, $"{method} {target}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
