using System.Text.Json.Nodes;
using Headrace.Gauge.Rows;
using Headrace.Scenes.Fleet;

namespace Headrace.Cli.Demo;

/// <summary>River cameras → a bucket each → one shared function → rows.</summary>
internal static class GaugeDemo
{
    private const string Function = "gauge";
    private const string Overlays = "demo-overlays";
    private const string Configuration = "demo-gauge";
    private const string Failures = "demo-failures";
    private const int MemorySize = 1024;
    private const int TimeoutSeconds = 60;
    private const int Uploaders = 16;
    public const int Seed = 1;

    /// <summary>Longer than the function's timeout.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);

    /// <param name="pictures">Where the pictures are written, and removed afterwards by the caller.</param>
    public static async Task<GaugeDemoReport> RunAsync(
        string pictures, int sites, int imagesPerSite, (int Width, int Height) size, DemoProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        progress.Say($"drawing {sites * imagesPerSite} pictures of {sites} rivers");
        var fleet = new GaugeDemoFleet(pictures, CameraFleet.Create(sites, Seed), imagesPerSite, size);
        await fleet.DrawAsync(progress, cancellationToken);
        await using var engine = await DemoEngine.StartAsync(cancellationToken);
        using var client = new DemoClient(engine.Endpoint, engine.Credentials);
        try
        {
            await SetUpAsync(client, engine.Credentials.AccessKeyId, fleet, cancellationToken);
            progress.Say($"{fleet.Images.Count} pictures through {engine.Endpoint}");
            return await MeasureAsync(client, fleet, progress, time, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new CommandException($"The engine went away: {failure.Message}", failure);
        }
    }

    private static async Task SetUpAsync(DemoClient client, string account, GaugeDemoFleet fleet, CancellationToken cancellationToken)
    {
        foreach (var bucket in (string[])[Overlays, Configuration, Failures])
        {
            await client.CreateBucketAsync(bucket, cancellationToken);
        }

        await client.CreateTableAsync(ImageRow.Table, "id", cancellationToken);
        foreach (var (key, content) in fleet.Configuration)
        {
            await client.PutObjectAsync(Configuration, key, content, cancellationToken);
        }

        await client.CreateFunctionAsync(
            Function, "gauge", MemorySize, TimeoutSeconds, new JsonObject { ["SITES"] = $"s3://{Configuration}/sites.json", ["OUTPUT_BUCKET"] = Overlays }, cancellationToken);
        await client.SendFailuresToAsync(Function, Failures, cancellationToken);
        await client.AllowBucketAsync(Function, "*-image", cancellationToken);
        var arn = $"arn:aws:lambda:us-east-1:{account}:function:{Function}";
        await Parallel.ForEachAsync(fleet.Sites, new ParallelOptions { MaxDegreeOfParallelism = Uploaders, CancellationToken = cancellationToken }, async (site, cancelled) =>
        {
            await client.CreateBucketAsync(site.Bucket, cancelled);
            await client.RunOnUploadAsync(site.Bucket, arn, cancelled);
        });
    }

    private static async Task<GaugeDemoReport> MeasureAsync(DemoClient client, GaugeDemoFleet fleet, DemoProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var rows = new GaugeDemoRows(client, time);
        var started = time.GetTimestamp();
        var uploading = Parallel.ForAsync(0, fleet.Images.Count, new ParallelOptions { MaxDegreeOfParallelism = Uploaders, CancellationToken = cancellationToken }, async (index, cancelled) =>
        {
            var image = fleet.Images[index];
            var content = await File.ReadAllBytesAsync(image.Path, cancelled);
            var uploaded = time.GetTimestamp();
            rows.Expect(index, image, content, uploaded);
            await client.PutObjectAsync(image.Bucket, image.Key, content, cancelled);
        });
        var elapsed = TimeSpan.Zero;
        await rows.WatchAsync(() => uploading.IsFaulted || (uploading.IsCompleted && rows.Waiting == 0), _patience, () =>
        {
            elapsed = time.GetElapsedTime(started);
            progress.Advance();
        }, cancellationToken);
        await uploading;
        var log = await client.ReadLogAsync(Function, cancellationToken);
        var complaints = log.Where(line => line.StartsWith("[ERROR]", StringComparison.Ordinal) || line.StartsWith("Image processing failed", StringComparison.Ordinal)).Distinct().Take(10).ToList();
        return GaugeDemoReport.Of([.. rows.Seen], fleet.Images.Count, DemoReport.ColdStartsIn(log), elapsed, complaints);
    }
}
