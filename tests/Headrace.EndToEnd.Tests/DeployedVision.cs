using System.Text;
using System.Text.Json.Nodes;
using Headrace.Harness;
using Headrace.Onnx;
using Headrace.Onnx.Format;
using Headrace.Vision.Tests.Segmentation;

namespace Headrace.EndToEnd.Tests;

/// <summary>An engine with <c>preprocess</c>, <c>detect</c> and <c>gauge</c> in it, as they are deployed: one for all tests of a class.</summary>
public sealed class DeployedVision : IAsyncLifetime
{
    public const string Camera = "camera-image";
    public const string Results = "results";

    /// <summary>In metres: three times the part of the regions that is water.</summary>
    private const float Metres = 3f / 480 / 2;

    internal EngineProcess Engine { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Engine = await EngineProcess.StartAsync();
        foreach (var bucket in (string[])[Camera, Results, "models"])
        {
            await Engine.CallAsync("s3", HttpMethod.Put, $"/{bucket}");
        }

        var boat = Path.GetTempFileName();
        DetectorModels.WriteBoat(boat);
        await PutAsync("models", "boat.onnx", await File.ReadAllBytesAsync(boat));
        File.Delete(boat);
        await PutAsync("models", "water.onnx", Networks.BlueAgainstRed());
        await PutAsync("models", "regressor.onnx", Regressor());
        await PutAsync("models", "sites.json", Encoding.UTF8.GetBytes($$"""
            [{"id":"site001","bucket":"{{Camera}}","model":"s3://models/water.onnx","mask_size":[64,48],"segmentation_size":[64,48],
              "rois":[[[5,0],[14,0],[14,47],[5,47]],[[40,0],[49,0],[49,47],[40,47]]],"regressor":"regressor.onnx","time_zone":"America/Denver"}]
            """));
        await Engine.CreateTableAsync("objects");
        await Engine.CreateTableAsync("images_segmented");
        await Engine.CreateFunctionAsync("preprocess", "preprocess", 128, new JsonObject { ["OUTPUT_BUCKET"] = Results, ["OUTPUT_PREFIX"] = "gray/" });
        await Engine.CreateFunctionAsync("detect", "detect", 512, new JsonObject
        {
            ["MODEL"] = "s3://models/boat.onnx",
            ["TABLE"] = "objects",
            ["OUTPUT_BUCKET"] = Results,
            ["OUTPUT_PREFIX"] = "boats/",
        });
        await Engine.CreateFunctionAsync("gauge", "gauge", 512, new JsonObject { ["SITES"] = "s3://models/sites.json", ["OUTPUT_BUCKET"] = Results, ["OUTPUT_PREFIX"] = "masks/" });
    }

    public async ValueTask DisposeAsync() => await Engine.DisposeAsync();

    /// <summary>What the function answers to the upload's event, be it an error.</summary>
    public async Task<JsonNode> UploadAsync(string function, string key, byte[] file)
    {
        await PutAsync(Camera, key, file);
        return JsonNode.Parse(await Engine.CallAsync("lambda", HttpMethod.Post, $"/2015-03-31/functions/{function}/invocations", $$"""
            {"Records":[{"eventTime":"2025-04-25T19:00:05.123Z","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"{{Camera}}"},"object":{"key":"{{key}}"} } } ]}
            """))!;
    }

    /// <summary>An environment writes one stream of log lines.</summary>
    public async Task<int> EnvironmentsAsync(string function) =>
        (await Engine.CallAsync("logs", "Logs_20140328.DescribeLogStreams", $$"""{"logGroupName":"/aws/lambda/{{function}}"}"""))["logStreams"]!.AsArray().Count;

    public async Task<byte[]> GetAsync(string bucket, string key)
    {
        using var response = await Engine.Client.SendAsync("s3", HttpMethod.Get, $"/{bucket}/{key}", null);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    private async Task PutAsync(string bucket, string key, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        using var response = await Engine.Client.SendAsync("s3", HttpMethod.Put, $"/{bucket}/{key}", body);
        response.EnsureSuccessStatusCode();
    }

    private static byte[] Regressor() => new ModelProto
    {
        ProducerName = "headrace-tests",
        Graph = new GraphProto
        {
            Name = "stage",
            Node = [new NodeProto { OpType = "MatMul", Input = ["counts", "w"], Output = ["stage"] }],
            Initializer = [TensorProto.Of("w", [2, 1], (float[])[Metres, Metres])],
            Input = [ValueInfoProto.Tensor("counts", OnnxElementType.Float, "N", 2)],
            Output = [ValueInfoProto.Tensor("stage", OnnxElementType.Float, "N", 1)],
        },
        OpsetImport = [new("", 15)],
    }.ToBytes();
}
