using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Headrace.Cli.Demo;
using Headrace.Gauge.Rows;
using Headrace.Scenes.Fleet;

namespace Headrace.Cli.Lab;

/// <summary>The buckets, functions and the table of <c>lab scale</c>, by the public API. Each layout has buckets of its own, so both stand at once.</summary>
internal sealed class ScaleSetUp(DemoClient client, string account, ScalePlan plan, GaugeDemoFleet fleet)
{
    private const string Configuration = "scale-configuration";
    private const string Overlays = "scale-overlays";
    private const string Failures = "scale-failures";
    private const int TimeoutSeconds = 60;
    private const int AtOnce = 8;

    public async Task RunAsync(DemoProgress progress, CancellationToken cancellationToken)
    {
        foreach (var bucket in (string[])[Configuration, Overlays, Failures])
        {
            await client.CreateBucketAsync(bucket, cancellationToken);
        }

        // Keyed by the picture's path, not by the row's id: whoever uploads knows it.
        await client.CreateTableAsync(ImageRow.Table, "image_path", cancellationToken);
        var files = fleet.Configuration.Where(file => file.Key != "sites.json");
        await ForEachAsync(files, async (file, cancelled) => await client.PutObjectAsync(Configuration, file.Key, file.Value, cancelled), cancellationToken);
        foreach (var layout in plan.Variants)
        {
            var functions = fleet.Configurations.GroupBy(site => ScalePlan.Function(layout, site.Id)).ToList();
            await ForEachAsync(functions, async (function, cancelled) => await CreateFunctionAsync(layout, function.Key, [.. function], progress, cancelled), cancellationToken);
        }
    }

    private async Task CreateFunctionAsync(string layout, string function, ImmutableArray<SiteConfiguration> sites, DemoProgress progress, CancellationToken cancellationToken)
    {
        var file = $"{function}.json";
        var document = SiteConfiguration.ToJson([.. sites.Select(site => site with { Bucket = ScalePlan.Bucket(layout, site.Id) })]);
        await client.PutObjectAsync(Configuration, file, Encoding.UTF8.GetBytes(document), cancellationToken);
        var variables = new JsonObject { ["SITES"] = $"s3://{Configuration}/{file}", ["OUTPUT_BUCKET"] = Overlays, ["OUTPUT_PREFIX"] = $"{layout}/{{site}}/" };
        await client.CreateFunctionAsync(function, "gauge", plan.Memory, TimeoutSeconds, variables, cancellationToken);
        await client.SendFailuresToAsync(function, Failures, cancellationToken);
        await client.AllowBucketAsync(function, ScalePlan.Bucket(layout, "*"), cancellationToken);
        await ForEachAsync(sites, async (site, cancelled) =>
        {
            var bucket = ScalePlan.Bucket(layout, site.Id);
            await client.CreateBucketAsync(bucket, cancelled);
            await client.RunOnUploadAsync(bucket, $"arn:aws:lambda:us-east-1:{account}:function:{function}", cancelled);
            progress.Advance();
        }, cancellationToken);
    }

    private static Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, ValueTask> each, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, each);
}
