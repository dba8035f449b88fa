using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Headrace.Cli.Demo;

/// <summary>Uploads images, each of which the built-in function <c>preprocess</c> turns gray and 256×256, and measures how long that takes.</summary>
internal static class PreprocessDemo
{
    private const string Function = "preprocess";
    private const string Uploads = "demo-uploads";
    private const string Results = "demo-results";
    private const string Failures = "demo-failures";
    private const int MemorySize = 128;
    private const int TimeoutSeconds = 30;

    public static async Task<DemoReport> RunAsync(DemoImages images, int concurrency, DemoProgress progress, CancellationToken cancellationToken)
    {
        progress.Say("starting the engine");
        await using var engine = await DemoEngine.StartAsync(cancellationToken);
        using var client = new DemoClient(engine.Endpoint, engine.Credentials);
        try
        {
            await SetUpAsync(client, engine.Credentials.AccessKeyId, cancellationToken);
            progress.Say($"{images.Count} images through {engine.Endpoint}");
            return await MeasureAsync(client, images, concurrency, progress, TimeProvider.System, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new CommandException($"The engine went away: {failure.Message}", failure);
        }
    }

    private static async Task SetUpAsync(DemoClient client, string account, CancellationToken cancellationToken)
    {
        foreach (var bucket in (string[])[Uploads, Results, Failures])
        {
            await client.CreateBucketAsync(bucket, cancellationToken);
        }

        await client.CreateFunctionAsync(Function, "preprocess", MemorySize, TimeoutSeconds, new JsonObject { ["OUTPUT_BUCKET"] = Results }, cancellationToken);
        await client.SendFailuresToAsync(Function, Failures, cancellationToken);
        await client.AllowBucketAsync(Function, Uploads, cancellationToken);
        await client.RunOnUploadAsync(Uploads, $"arn:aws:lambda:us-east-1:{account}:function:{Function}", cancellationToken);
    }

    private static async Task<DemoReport> MeasureAsync(
        DemoClient client, DemoImages images, int concurrency, DemoProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        var latencies = new ConcurrentBag<TimeSpan>();
        var failures = new ConcurrentBag<KeyValuePair<string, string>>();
        var watcher = new ResultWatcher(client, images.Keys, Results, Failures, time);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = watcher.WatchAsync(done.Token);
        var started = time.GetTimestamp();

        var uploading = Parallel.ForEachAsync(Enumerable.Range(0, images.Count), new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = done.Token }, async (index, cancelled) =>
        {
            var body = images.Read(index);
            var uploaded = time.GetTimestamp();
            await client.PutObjectAsync(Uploads, images.Keys[index], body, cancelled);
            if (await watcher.ExpectAsync(index).WaitAsync(cancelled) is { } failure)
            {
                failures.Add(KeyValuePair.Create(images.Keys[index], failure));
            }
            else
            {
                latencies.Add(time.GetElapsedTime(uploaded));
            }

            progress.Advance();
        });
        await Task.WhenAny(uploading, watching);
        var elapsed = time.GetElapsedTime(started);

        // Whichever has ended, well or badly, the other has nothing left to do.
        await done.CancelAsync();
        await uploading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (watching.IsFaulted ? watching : uploading);

        var log = await client.ReadLogAsync(Function, cancellationToken);
        return DemoReport.Of(latencies, [.. failures.OrderBy(failure => failure.Key, StringComparer.Ordinal)], DemoReport.ColdStartsIn(log), elapsed);
    }
}
