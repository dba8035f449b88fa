using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Headrace.Cli.Tests.Traces;

/// <summary>What a collector of OpenTelemetry sees of an upload, its event, its invocation and the result: one trace.</summary>
public sealed class TraceExportTests : IDisposable
{
    private const string Handler = """
        import os, urllib.request

        def handler(event, context):
            request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + "/results/result", data=b"done", method="PUT",
                                             headers={"X-Amzn-Trace-Id": os.environ["_X_AMZN_TRACE_ID"]})
            urllib.request.urlopen(request)
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task An_upload_its_event_its_invocation_and_the_result_are_one_trace(string protocol)
    {
        await using var collector = await FakeCollector.StartAsync(protocol);
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        };
        await using var engine = await ServedEngine.StartAsync(_folder["data"], environment, "--auth", "off");
        using var client = engine.Client();
        await SendAsync("s3", HttpMethod.Put, "/uploads", null);
        await SendAsync("s3", HttpMethod.Put, "/results", null);
        await SendAsync("lambda", HttpMethod.Post, "/2015-03-31/functions", new JsonObject
        {
            ["FunctionName"] = "copy",
            ["Runtime"] = "python3.13",
            ["Handler"] = "main.handler",
            ["Role"] = "arn:aws:iam::000000000000:role/LabRole",
            ["Timeout"] = 60,
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(Zip("main.py", Handler)) },
        }.ToJsonString());
        await SendAsync("lambda", HttpMethod.Post, "/2015-03-31/functions/copy/policy", """
            {"StatementId":"upload","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com","SourceArn":"arn:aws:s3:::uploads"}
            """);
        await SendAsync("s3", HttpMethod.Put, "/uploads?notification", """
            <NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:copy</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration></NotificationConfiguration>
            """);

        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        await SendAsync("s3", HttpMethod.Put, "/uploads/image", "pixels", KeyValuePair.Create("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));

        var spans = new List<CollectedSpan>();
        using var limit = new CancellationTokenSource(Limit);
        while (spans.Count < 4)
        {
            var span = await collector.Spans.ReadAsync(limit.Token);
            if (span.Trace == Trace)
            {
                spans.Add(span);
            }
        }

        var upload = Assert.Single(spans, span => span is { Name: "S3 PUT", Parent: "00f067aa0ba902b7" });
        var queued = Assert.Single(spans, span => span.Name == "event");
        var invocation = Assert.Single(spans, span => span.Name == "invoke");
        var result = Assert.Single(spans, span => span.Name == "S3 PUT" && span != upload);
        Assert.Equal((upload.Id, queued.Id, invocation.Id), (queued.Parent, invocation.Parent, result.Parent));

        async Task SendAsync(string service, HttpMethod method, string target, string? body, params KeyValuePair<string, string>[] headers)
        {
            using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            using var answer = await client.SendAsync(service, method, target, content, headers);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        }
    }

    private static byte[] Zip(string name, string content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = new StreamWriter(zip.CreateEntry(name).Open());
            entry.Write(content);
        }

        return bytes.ToArray();
    }
}
