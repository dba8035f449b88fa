using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Headrace.Harness;

namespace Headrace.EndToEnd.Tests;

/// <summary>
/// The engine is killed with <c>kill -9</c> at random points under load, again and again on one data folder. What it had acknowledged
/// must be there, whole, and have its output.
/// </summary>
public sealed class KillNineTests(ITestOutputHelper output)
{
    private const int Kills = 30;
    private const int Uploaders = 6;
    private static readonly TimeSpan OutputsWithin = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Every_acknowledged_object_is_whole_and_has_its_output_after_thirty_kills()
    {
        var seed = Environment.GetEnvironmentVariable("HEADRACE_CRASH_SEED") is { } given ? int.Parse(given, null) : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"HEADRACE_CRASH_SEED={seed}");
        var random = new Random(seed);
        var data = Directory.CreateTempSubdirectory("headrace-crash-").FullName;
        try
        {
            var uploads = new Uploads(seed);
            for (var round = 0; round < Kills; round++)
            {
                await using var engine = await EngineProcess.StartAsync(data, "--time-scale", "0.01");
                if (round == 0)
                {
                    await engine.SetUpPreprocessAsync("photographs", "results");
                }

                var children = await KillUnderLoadAsync(engine, uploads, round, acknowledgements: random.Next(1, 40), furtherDelay: TimeSpan.FromMilliseconds(random.NextDouble() * 30));
                await GoneAsync(children);
            }

            output.WriteLine($"{uploads.Acknowledged.Count} uploads acknowledged, {uploads.Unanswered.Count} cut off, over {Kills} kills");
            await using var last = await EngineProcess.StartAsync(data, "--time-scale", "0.01");
            await AssertNothingIsLostAsync(last, uploads);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Uploads until so many are acknowledged and a little longer, then kills. Returns the processes the engine had.</summary>
    private static async Task<IReadOnlyList<int>> KillUnderLoadAsync(EngineProcess engine, Uploads uploads, int round, int acknowledgements, TimeSpan furtherDelay)
    {
        var before = uploads.Acknowledged.Count;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var uploaders = Enumerable.Range(0, Uploaders).Select(async uploader =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                if (!await uploads.TryPutAsync(engine, $"{round:00}/{uploader}-{n:000}.jpg"))
                {
                    break;
                }

                if (uploads.Acknowledged.Count - before >= acknowledgements)
                {
                    reached.TrySetResult();
                }
            }

            reached.TrySetResult();
        }).ToList();

        await reached.Task;
        await Task.Delay(furtherDelay);
        var children = ProcessTree.Below(engine.ProcessId);
        await engine.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(uploaders);
        return children;
    }

    private static async Task GoneAsync(IReadOnlyList<int> processes)
    {
        var patience = Stopwatch.StartNew();
        while (processes.Where(ProcessTree.IsRunning).ToList() is { Count: > 0 } orphans)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(20), $"Processes {string.Join(", ", orphans)} outlived their engine.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    private static async Task AssertNothingIsLostAsync(EngineProcess engine, Uploads uploads)
    {
        foreach (var (key, sha256) in uploads.Acknowledged)
        {
            Assert.Equal(sha256, await HashAsync(engine, $"/photographs/{key}"));
        }

        // An upload that was cut off may have happened or not, but never in part.
        foreach (var (key, sha256) in uploads.Unanswered)
        {
            Assert.Contains(await HashAsync(engine, $"/photographs/{key}"), new[] { sha256, null });
        }

        var patience = Stopwatch.StartNew();
        var waiting = uploads.Acknowledged.Keys.ToHashSet();
        while (waiting.Count > 0)
        {
            foreach (var key in waiting.ToList())
            {
                using var result = await engine.Client.SendAsync("s3", HttpMethod.Head, $"/results/{key}");
                if (result.StatusCode == HttpStatusCode.OK)
                {
                    waiting.Remove(key);
                }
            }

            Assert.True(patience.Elapsed < OutputsWithin, $"{waiting.Count} acknowledged uploads have no output, {waiting.FirstOrDefault()} among them.");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private static async Task<string?> HashAsync(EngineProcess engine, string target)
    {
        using var response = await engine.Client.SendAsync("s3", HttpMethod.Get, target);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Convert.ToHexString(SHA256.HashData(await response.Content.ReadAsByteArrayAsync()));
    }
}
