using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Headrace.Bench.Load;
using Headrace.Harness;
using Headrace.Vision.Photographs;

namespace Headrace.Bench;

/// <summary>
/// 1,000 photographs of 1200×800 through the whole path, upload → output visible, beside Pillow on every core doing only
/// decode, gray, resize, encode.
/// </summary>
public static class PipelineBench
{
    private const int Photographs = 1_000;
    private const int Distinct = 40;
    private const int Uploaders = 8;
    private const int Unloaded = 100;
    private const int Repetitions = 3;

    public static async Task RunAsync(Report report)
    {
        var folder = Directory.CreateTempSubdirectory("headrace-photographs-").FullName;
        var photographs = Enumerable.Range(0, Distinct).Select(seed => PhotographGenerator.Create(seed, 1200, 800)).ToArray();
        for (var i = 0; i < Distinct; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{i:00}.jpg"), photographs[i]);
        }

        await using (var engine = await EngineProcess.StartAsync())
        {
            await engine.SetUpPreprocessAsync("photographs", "results");
            await UnloadedAsync(engine, photographs, report);
            List<double> ours = [], pillows = [];
            await LoadedAsync(engine, photographs, -1); // warms both sides up: Pillow's makes each photograph once before it measures
            var before = engine.ProcessorMilliseconds;
            for (var round = 0; round < Repetitions; round++)
            {
                ours.Add(await LoadedAsync(engine, photographs, round));
                pillows.Add(await PillowAsync(folder));
            }

            var after = engine.ProcessorMilliseconds;
            report.Add("processor time for each photograph, engine", (after.Engine - before.Engine) / (Repetitions * Photographs), "ms");
            report.Add("processor time for each photograph, functions", (after.Functions - before.Functions) / (Repetitions * Photographs), "ms");
            ours.Sort();
            pillows.Sort();
            var (our, pillow) = (ours[Repetitions / 2], pillows[Repetitions / 2]);
            report.Add($"{Photographs:#,0} photographs, upload → output visible", our, "images/s", $"Pillow, both cores, work only {pillow:0} images/s: {our / pillow:0.00}× (reach 1.5×, aim 3×)");
            report.Add("engine memory after", engine.ResidentMiB, "MiB");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task UnloadedAsync(EngineProcess engine, byte[][] photographs, Report report)
    {
        var latencies = new double[Unloaded];
        using var connection = new RawConnection(engine.Address);
        for (var i = -10; i < Unloaded; i++)
        {
            var key = $"unloaded/{i + 10}.jpg";
            var put = await SignedRequest.BuildAsync(engine.Endpoint, engine.Credentials, "s3", HttpMethod.Put, $"/photographs/{key}", photographs[(i + 10) % Distinct], CancellationToken.None);
            var head = await SignedRequest.BuildAsync(engine.Endpoint, engine.Credentials, "s3", HttpMethod.Get, $"/results/{key}", null, CancellationToken.None);
            var started = Stopwatch.GetTimestamp();
            connection.Exchange(put);
            while (connection.Exchange(head) != 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(0.5));
            }

            if (i >= 0)
            {
                latencies[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        }

        var result = new LoadResult(latencies, 1);
        report.Add("one at a time, upload → output visible, p50", result.P50, "ms", "reach ≤ 25 ms, aim 8 ms");
        report.Add("one at a time, upload → output visible, p99", result.P99, "ms");
    }

    private static async Task<double> LoadedAsync(EngineProcess engine, byte[][] photographs, int round)
    {
        var requests = new byte[Photographs][];
        for (var n = 0; n < Photographs; n++)
        {
            requests[n] = await SignedRequest.BuildAsync(engine.Endpoint, engine.Credentials, "s3", HttpMethod.Put, $"/photographs/{round}/{n:0000}.jpg", photographs[n % Distinct], CancellationToken.None);
        }

        var clock = Stopwatch.StartNew();
        ClosedLoop.Run(engine.Address, Uploaders, Photographs, n => requests[n]);

        // The last hundred first: asking for all thousand over and over would be measured as well.
        while (await CountAsync(engine, $"{round}/09") < Photographs / 10 || await CountAsync(engine, $"{round}/") < Photographs)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            if (clock.Elapsed > TimeSpan.FromMinutes(5))
            {
                throw new InvalidOperationException($"Not all outputs came within five minutes of round {round}.");
            }
        }

        return Photographs / clock.Elapsed.TotalSeconds;
    }

    private static async Task<int> CountAsync(EngineProcess engine, string prefix)
    {
        var listing = XElement.Parse(await engine.CallAsync("s3", HttpMethod.Get, $"/results?list-type=2&prefix={WebUtility.UrlEncode(prefix)}&max-keys=1000"));
        return int.Parse(listing.Element(listing.Name.Namespace + "KeyCount")!.Value, CultureInfo.InvariantCulture);
    }

    private static async Task<double> PillowAsync(string folder)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "pillow.py"), folder, $"{Photographs}"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException("Pillow's side failed: is python3-pil installed?");
    }
}
