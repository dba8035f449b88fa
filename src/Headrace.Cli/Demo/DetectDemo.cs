using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Headrace.Cli.Detect;
using Headrace.Scenes.Fleet;
using Headrace.Scenes.Rendering;
using Headrace.Wire;

namespace Headrace.Cli.Demo;

/// <summary>Uploads images, in each of which the built-in function <c>detect</c> finds objects and writes them to a table, and measures how long that takes.</summary>
internal static class DetectDemo
{
    /// <summary>The detector that comes along (models/floats): boats, people and debris as <c>headrace cameras --objects</c> draws them, and nothing else.</summary>
    public const string OwnDetector = "floats.onnx";

    private const string Function = "detect";
    private const string Uploads = "demo-uploads";
    private const string Models = "demo-models";
    private const string Table = "demo-detections";
    private const int MemorySize = 1769; // one processor's worth
    private const int TimeoutSeconds = 60;
    private const int SceneWidth = 1280;
    private const int SceneHeight = 720;

    private static readonly DateTime Noon = new(2025, 6, 1, 12, 0, 0);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <param name="model">Another detector's file, or null for the own one.</param>
    public static async Task<DetectReport> RunAsync(IReadOnlyList<string> files, string? model, int concurrency, DemoProgress progress, CancellationToken cancellationToken)
    {
        progress.Say("starting the engine");
        await using var engine = await DemoEngine.StartAsync(cancellationToken);
        using var client = new DemoClient(engine.Endpoint, engine.Credentials);
        try
        {
            await SetUpAsync(engine, client, model, cancellationToken);
            await using var target = new AwsTarget(engine.Endpoint, engine.Credentials, Scope.Default.Region, Uploads, Table, LongestWait);
            progress.Say($"{files.Count} images through {engine.Endpoint}");
            return await MeasureAsync(client, target, files, concurrency, progress, TimeProvider.System, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new CommandException($"The engine went away: {failure.Message}", failure);
        }
    }

    /// <summary>Draws river scenes with things afloat into a folder.</summary>
    public static IReadOnlyList<string> DrawScenes(string folder, int count, DemoProgress progress)
    {
        progress.Say("drawing river scenes");
        var files = new string[count];
        Parallel.ForEach(CameraFleet.Create(count, seed: 42).Index(), site =>
        {
            var time = site.Item.AtLocal(Noon);
            files[site.Index] = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{site.Item.Id}.jpg"));
            File.WriteAllBytes(files[site.Index], CameraScene.Render(site.Item, time, site.Item.Hydrograph.StageAt(time), SceneWidth, SceneHeight, withObjects: true).EncodeJpeg());
        });
        return files;
    }

    private static async Task SetUpAsync(DemoEngine engine, DemoClient client, string? model, CancellationToken cancellationToken)
    {
        await client.CreateBucketAsync(Uploads, cancellationToken);
        var variables = new JsonObject { ["TABLE"] = Table, ["MODEL"] = OwnDetector };
        if (model is not null)
        {
            await client.CreateBucketAsync(Models, cancellationToken);
            await client.PutObjectAsync(Models, Path.GetFileName(model), await File.ReadAllBytesAsync(model, cancellationToken), cancellationToken);
            variables["MODEL"] = $"s3://{Models}/{Path.GetFileName(model)}";
        }

        using (var tables = AwsClients.DynamoDb(engine.Endpoint, engine.Credentials, Scope.Default.Region))
        {
            await tables.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = Table,
                    KeySchema = [new KeySchemaElement("id", KeyType.HASH)],
                    AttributeDefinitions = [new AttributeDefinition("id", ScalarAttributeType.S)],
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                },
                cancellationToken);
        }

        await client.CreateFunctionAsync(Function, Function, MemorySize, TimeoutSeconds, variables, cancellationToken);
        await client.AllowBucketAsync(Function, Uploads, cancellationToken);
        await client.RunOnUploadAsync(Uploads, $"arn:aws:lambda:us-east-1:{engine.Credentials.AccessKeyId}:function:{Function}", cancellationToken);
    }

    private static async Task<DetectReport> MeasureAsync(
        DemoClient client, AwsTarget target, IReadOnlyList<string> files, int concurrency, DemoProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var latencies = new ConcurrentBag<TimeSpan>();
        var images = new ConcurrentBag<DetectedImage>();
        var started = time.GetTimestamp();
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken }, async (file, aborted) =>
        {
            var uploaded = time.GetTimestamp();
            var image = await target.DetectAsync(file, aborted);
            images.Add(image);
            if (image.Error is null)
            {
                latencies.Add(time.GetElapsedTime(uploaded));
            }

            progress.Advance();
        });
        var elapsed = time.GetElapsedTime(started);
        var log = await client.ReadLogAsync(Function, cancellationToken);
        return DetectReport.Of(latencies, [.. images], log, elapsed);
    }
}
