using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headrace.Bench.Load;
using Headrace.Harness;
using Headrace.Onnx;
using Headrace.Onnx.Format;
using Headrace.Scenes.Fleet;
using Headrace.Scenes.Rendering;

namespace Headrace.Bench;

/// <summary>
/// 300 river cameras upload one 1920×1080 JPEG each at once; one shared function segments, counts, regresses, verifies, draws the overlay and writes
/// the row. Beside the original, which took 21.7 s for an image on the average (19,696 invocations, each a cold start).
/// </summary>
public static partial class GaugeBench
{
    private const int Sites = 300;

    /// <summary>Rivers that are drawn; their pictures go to several buckets.</summary>
    private const int Distinct = 30;

    private const int Uploaders = 32;
    private const int Width = 1920;
    private const int Height = 1080;
    private const double OriginalSeconds = 21.7;

    public static async Task RunAsync(Report report)
    {
        var fleet = CameraFleet.Create(Distinct, seed: 1);
        var pictures = new (string Name, byte[] Jpeg, byte[] Truth)[Distinct];
        Parallel.For(0, Distinct, index =>
        {
            var time = fleet[index].AtLocal(new DateTime(2025, 4, 25, 13, 0, 0));
            var frame = CameraScene.Render(fleet[index], time, fleet[index].Hydrograph.StageAt(time), Width, Height);
            pictures[index] = (fleet[index].ImageName(time), frame.EncodeJpeg(), frame.EncodeMask());
        });
        await using var engine = await EngineProcess.StartAsync();
        await SetUpAsync(engine, fleet, pictures);

        var before = engine.ProcessorMilliseconds;
        var clock = Stopwatch.StartNew();
        var requests = new byte[Sites][];
        for (var site = 0; site < Sites; site++)
        {
            var (name, jpeg, _) = pictures[site % Distinct];
            requests[site] = await SignedRequest.BuildAsync(engine.Endpoint, engine.Credentials, "s3", HttpMethod.Put, $"/river{site:000}-image/{name}", jpeg, CancellationToken.None);
        }

        clock.Restart();
        ClosedLoop.Run(engine.Address, Uploaders, Sites, site => requests[site]);
        var uploaded = clock.Elapsed.TotalSeconds;
        while (await engine.CountAsync("images_segmented") < Sites)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            if (clock.Elapsed > TimeSpan.FromMinutes(10))
            {
                throw new InvalidOperationException($"{await engine.CountAsync("images_segmented")} of {Sites} rows after ten minutes.");
            }
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var after = engine.ProcessorMilliseconds;
        var invocations = await InvocationsAsync(engine);
        report.Add($"{Sites} sites at once, 1920x1080 JPEG to row, all rows", seconds, "s", $"the original: {OriginalSeconds} s for each image (reach 30 s, aim 8 s)");
        report.Add("uploads done after", uploaded, "s");
        report.Add("rows", Sites / seconds, "rows/s");
        report.Add("invocation, mean duration", invocations.Average(invocation => invocation.Milliseconds), "ms", string.Create(CultureInfo.InvariantCulture, $"the original: {OriginalSeconds * 1000:#,0} ms"));
        report.Add("cold starts", invocations.Count(invocation => invocation.IsCold), "of 300", "the original: every one");
        report.Add("processor time for each image, functions", (after.Functions - before.Functions) / Sites, "ms");
        report.Add("processor time for each image, engine", (after.Engine - before.Engine) / Sites, "ms");
    }

    private static async Task SetUpAsync(EngineProcess engine, IReadOnlyList<CameraSite> fleet, (string Name, byte[] Jpeg, byte[] Truth)[] pictures)
    {
        foreach (var bucket in (string[])["overlays", "gauge-config"])
        {
            await engine.CallAsync("s3", HttpMethod.Put, $"/{bucket}");
        }

        await engine.CreateTableAsync("images_segmented");

        var sites = Enumerable.Range(0, Sites).Select(site => SiteConfiguration.Of(fleet[site % Distinct], Width, Height, $"truth{site % Distinct}.png") with
        {
            Id = $"river{site:000}",
            Bucket = $"river{site:000}-image",
            Regressor = "regressor.onnx",
        });
        await PutAsync(engine, "sites.json", Encoding.UTF8.GetBytes(SiteConfiguration.ToJson([.. sites])));
        await PutAsync(engine, "regressor.onnx", Regressor());
        for (var index = 0; index < Distinct; index++)
        {
            await PutAsync(engine, $"truth{index}.png", pictures[index].Truth);
        }

        await engine.CreateFunctionAsync("gauge", "gauge", 1024, new JsonObject { ["SITES"] = "s3://gauge-config/sites.json", ["OUTPUT_BUCKET"] = "overlays" });
        await engine.CallAsync("lambda", HttpMethod.Post, "/2015-03-31/functions/gauge/policy", """
            {"StatementId":"s3","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com","SourceArn":"arn:aws:s3:::*-image"}
            """);
        for (var site = 0; site < Sites; site++)
        {
            await engine.CallAsync("s3", HttpMethod.Put, $"/river{site:000}-image");
            await engine.CallAsync("s3", HttpMethod.Put, $"/river{site:000}-image?notification", """
                <NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:gauge</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration></NotificationConfiguration>
                """);
        }
    }

    private static async Task PutAsync(EngineProcess engine, string key, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        using var response = await engine.Client.SendAsync("s3", HttpMethod.Put, $"/gauge-config/{key}", body);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<List<(double Milliseconds, bool IsCold)>> InvocationsAsync(EngineProcess engine)
    {
        var answer = await engine.CallAsync("logs", "Logs_20140328.FilterLogEvents", """{"logGroupName":"/aws/lambda/gauge","filterPattern":"REPORT","limit":10000}""");
        return [.. answer["events"]!.AsArray()
            .Select(line => (string)line!["message"]!)
            .Where(line => line.StartsWith("REPORT ", StringComparison.Ordinal))
            .Select(line => (double.Parse(Duration().Match(line).Groups[1].Value, CultureInfo.InvariantCulture), line.Contains("Init Duration:", StringComparison.Ordinal)))];
    }

    /// <summary>Of no site's: what a regressor says does not change what it costs.</summary>
    private static byte[] Regressor() => new ModelProto
    {
        ProducerName = "headrace-bench",
        OpsetImport = [new("", 15)],
        Graph = new GraphProto
        {
            Name = "stage",
            Node = [new NodeProto { OpType = "MatMul", Input = ["counts", "w"], Output = ["stage"] }],
            Initializer = [TensorProto.Of("w", [2, 1], (float[])[1e-5f, 1e-5f])],
            Input = [ValueInfoProto.Tensor("counts", OnnxElementType.Float, "N", 2)],
            Output = [ValueInfoProto.Tensor("stage", OnnxElementType.Float, "N", 1)],
        },
    }.ToBytes();

    [GeneratedRegex(@"\tDuration: ([\d.]+) ms")]
    private static partial Regex Duration();
}
