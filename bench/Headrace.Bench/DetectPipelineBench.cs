using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Headrace.Bench.Load;
using Headrace.Harness;
using Headrace.Vision.Darknet;
using Headrace.Vision.Decoding;
using Headrace.Vision.Detection;
using Headrace.Vision.Photographs;

namespace Headrace.Bench;

/// <summary>
/// 60 photographs, upload → table row, beside the bare inference loop of the same model on as many cores: images that are decoded already, nothing but the detector.
/// And cold: a function that has never run, from the request to its first result.
/// </summary>
/// <remarks>yolo-fastest-1.1-xl and the coco photographs where ../shared has them; else the shipped detector and made photographs.</remarks>
public static class DetectPipelineBench
{
    private const int Photographs = 60;
    private const int Rounds = 10;
    private const int Images = Photographs * Rounds;
    private const int Uploaders = 4;
    private const int ColdStarts = 15;
    private const int OneProcessor = 1769; // MB

    public static async Task RunAsync(Report report)
    {
        var (name, model) = Model();
        var photographs = Files();
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, model);
            await using var engine = await EngineProcess.StartAsync();
            await engine.SetUpDetectAsync(model, "photographs", "objects", output: null, OneProcessor);
            // Twice as many as there are processors: while one waits for the photograph or for the disk, another detects.
            await engine.CallAsync("lambda", HttpMethod.Put, "/2017-10-31/functions/detect/concurrency", $$"""{"ReservedConcurrentExecutions":{{2 * Environment.ProcessorCount}}}""");
            await UploadAsync(engine, photographs, "warm");
            List<double> ours = [], bare = [], engines = [], functions = [], loop = [];
            for (var round = 0; round < 3; round++)
            {
                var begun = Environment.CpuUsage.TotalTime;
                bare.Add(BareLoop(path, photographs));
                loop.Add((Environment.CpuUsage.TotalTime - begun).TotalMilliseconds / Images);
                var before = engine.ProcessorMilliseconds;
                ours.Add(await UploadAsync(engine, photographs, $"{round}"));
                var after = engine.ProcessorMilliseconds;
                engines.Add((after.Engine - before.Engine) / Images);
                functions.Add((after.Functions - before.Functions) / Images);
            }

            foreach (var figures in (List<double>[])[ours, bare, engines, functions, loop])
            {
                figures.Sort();
            }

            report.Add($"{name}: upload → table row", ours[1], "images/s", string.Create(CultureInfo.InvariantCulture, $"bare inference loop {bare[1]:0} images/s: {100 * ours[1] / bare[1]:0} % (reach 70 %, aim 90 %)"));
            // Says more than the clock on a machine that does other things besides.
            report.Add("processor time of an image, functions", functions[1], "ms", string.Create(CultureInfo.InvariantCulture, $"bare loop {loop[1]:0.0} ms, opening and a first round included"));
            report.Add("processor time of an image, engine", engines[1], "ms");
            var cold = await ColdAsync(engine);
            report.Add("cold: a function's first invocation, start to result, p50", cold[cold.Count / 2], "ms", "reach ≤ 250 ms, aim 80 ms");
            report.Add("cold, the slowest", cold[^1], "ms");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (string Name, byte[] Model) Model()
    {
        var shared = Path.Combine(EngineProcess.RepositoryRoot, "..", "shared", "data", "models", "yolo-fastest-1.1-xl", "yolo-fastest-1.1-xl");
        return File.Exists($"{shared}.weights")
            ? ("yolo-fastest-1.1-xl", DarknetImporter.Import(File.ReadAllText($"{shared}.cfg"), File.ReadAllBytes($"{shared}.weights")).ToBytes())
            : ("floats", File.ReadAllBytes(Path.Combine(EngineProcess.RepositoryRoot, "models", "floats", "floats.onnx")));
    }

    private static byte[][] Files()
    {
        var coco = Path.Combine(EngineProcess.RepositoryRoot, "..", "shared", "data", "coco");
        return Directory.Exists(coco)
            ? [.. Directory.EnumerateFiles(coco, "*.jpg").Order(StringComparer.Ordinal).Take(Photographs).Select(File.ReadAllBytes)]
            : [.. Enumerable.Range(0, Photographs).Select(seed => PhotographGenerator.Create(seed, 640, 480))];
    }

    /// <summary>One thread for each core, each with a run of its own, as the functions have it.</summary>
    private static double BareLoop(string model, byte[][] photographs)
    {
        using var detector = Detector.Open(model);
        using var decoder = new RgbDecoder(100_000_000, 1 << 30);
        var images = photographs.Select(jpeg =>
        {
            var image = decoder.Decode(jpeg, int.MaxValue, int.MaxValue);
            return new RgbImage(image.Width, image.Height, image.Pixels.ToArray());
        }).ToArray();
        Detect();
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < Rounds; round++)
        {
            Detect();
        }

        return Rounds * images.Length / clock.Elapsed.TotalSeconds;

        void Detect() => Parallel.ForEach(images, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, image => detector.Detect(image));
    }

    private static async Task<double> UploadAsync(EngineProcess engine, byte[][] photographs, string round)
    {
        var count = Rounds * photographs.Length;
        var requests = new byte[count][];
        for (var n = 0; n < count; n++)
        {
            requests[n] = await SignedRequest.BuildAsync(engine.Endpoint, engine.Credentials, "s3", HttpMethod.Put, $"/photographs/{round}/{n:0000}.jpg", photographs[n % photographs.Length], CancellationToken.None);
        }

        var before = await engine.CountAsync("objects");
        var clock = Stopwatch.StartNew();
        ClosedLoop.Run(engine.Address, Uploaders, count, n => requests[n]);
        // A count reads the whole table, beside the functions that are measured: it waits for the last upload's row, and is rarely asked for.
        var last = $$"""{"TableName":"objects","Key":{"id":{"S":"{{round}}/{{count - 1:0000}}.jpg"} } }""";
        while ((await engine.CallAsync("dynamodb", "DynamoDB_20120810.GetItem", last))["Item"] is null || await engine.CountAsync("objects") < before + count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            if (clock.Elapsed > TimeSpan.FromMinutes(5))
            {
                throw new InvalidOperationException($"Not all rows came within five minutes of round {round}.");
            }
        }

        return count / clock.Elapsed.TotalSeconds;
    }

    private static async Task<List<double>> ColdAsync(EngineProcess engine)
    {
        const string record = """{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"photographs"},"object":{"key":"warm/0000.jpg"}}}]}""";
        var milliseconds = new List<double>();
        for (var n = 0; n < ColdStarts; n++)
        {
            var function = $"cold-{n}";
            await engine.CreateFunctionAsync(function, "detect", OneProcessor, new JsonObject { ["MODEL"] = "s3://models/model.onnx" });
            var clock = Stopwatch.StartNew();
            await engine.CallAsync("lambda", HttpMethod.Post, $"/2015-03-31/functions/{function}/invocations", record);
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
        }

        milliseconds.Sort();
        return milliseconds;
    }
}
