using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Headrace.Harness;
using Headrace.Lab.Importing;
using Headrace.Lab.Joining;

namespace Headrace.Bench;

/// <summary>
/// The log of the original experiment's size, 19,696 invocations each with a stream of its own, read from the engine: by the lab, page by page over all streams, and by boto3
/// in the same way and stream by stream.
/// </summary>
public static class LabLogsBench
{
    private const string Group = "/aws/lambda/gauge";
    private const int Streams = 19_696, Repetitions = 5;

    private const string Paged = """
        import boto3, os
        logs = boto3.client("logs", endpoint_url=os.environ["ENDPOINT"], region_name="us-east-1")
        print(sum(len(page["events"]) for page in logs.get_paginator("filter_log_events").paginate(logGroupName="/aws/lambda/gauge")))
        """;

    private const string Listed = """
        import boto3, os
        logs = boto3.client("logs", endpoint_url=os.environ["ENDPOINT"], region_name="us-east-1")
        print(sum(len(page["logStreams"]) for page in logs.get_paginator("describe_log_streams").paginate(logGroupName="/aws/lambda/gauge")))
        """;

    private const string ByStream = """
        import boto3, os
        logs = boto3.client("logs", endpoint_url=os.environ["ENDPOINT"], region_name="us-east-1")
        count = 0
        for page in logs.get_paginator("describe_log_streams").paginate(logGroupName="/aws/lambda/gauge"):
            for stream in page["logStreams"]:
                count += len(logs.get_log_events(logGroupName="/aws/lambda/gauge", logStreamName=stream["logStreamName"], startFromHead=True)["events"])
        print(count)
        """;

    public static async Task RunAsync(Report report)
    {
        await using var engine = await EngineProcess.StartAsync();
        await FillAsync(engine);
        var paged = Boto(engine, Paged);
        List<(double Seconds, double Engine, double Reader)> runs = [];
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            runs.Add(await ReadAsync(engine));
        }

        report.Add($"reading {Streams:#,0} streams, {Streams * Lines(0).Length:#,0} events", Median(run => run.Seconds), "s", $"boto3 over all streams {paged.Seconds:0.0} s");
        report.Add("processor time of it, engine", Median(run => run.Engine), "s", $"for boto3 {paged.Engine:0.00} s");
        report.Add("processor time of it, reader", Median(run => run.Reader), "s");
        var listed = Boto(engine, Listed);
        report.Add("boto3 listing the streams", listed.Seconds, "s", $"the engine's processor time {listed.Engine:0.0} s");
        var single = Boto(engine, ByStream);
        report.Add("boto3 stream by stream", single.Seconds, "s", $"the engine's processor time {single.Engine:0.0} s");

        double Median(Func<(double Seconds, double Engine, double Reader), double> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
    }

    private static async Task FillAsync(EngineProcess engine)
    {
        await CallAsync("CreateLogGroup", new JsonObject { ["logGroupName"] = Group });
        var begun = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 3_600_000;
        await Parallel.ForAsync(0, Streams, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (stream, _) =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"2026/11/21/[$LATEST]{stream:x32}");
            await CallAsync("CreateLogStream", new JsonObject { ["logGroupName"] = Group, ["logStreamName"] = name });
            await CallAsync("PutLogEvents", new JsonObject
            {
                ["logGroupName"] = Group,
                ["logStreamName"] = name,
                ["logEvents"] = new JsonArray([.. Lines(stream).Select((line, at) => new JsonObject { ["timestamp"] = begun + (stream * 100L) + (at * 3000), ["message"] = line })]),
            });
        });

        Task CallAsync(string operation, JsonObject input) => engine.CallAsync("logs", $"Logs_20140328.{operation}", input.ToJsonString());
    }

    /// <summary>What the gauge logs of a picture.</summary>
    private static string[] Lines(int stream)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"0cf5a0a0-1111-4222-8333-{stream:x12}");
        return
        [
            "INIT_START Runtime Version: python:3.12.v1\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0\n", $"START RequestId: {id} Version: $LATEST\n",
            "Image Name: image_capture_2025-05-08_17-00-00.jpg\n", "Event Time: 2025-05-08 23:00:17, Site ID: site1\n", "Segmenting the water took 9.81 s\n",
            "Water level: 1.234 m, IoU 0.93: verified\n", "Writing to database...\n", $"END RequestId: {id}\n",
            $"REPORT RequestId: {id}\tDuration: 10504.00 ms\tBilled Duration: 22215 ms\tMemory Size: 6200 MB\tMax Memory Used: 5000 MB\tInit Duration: 9800.00 ms\t\n",
        ];
    }

    /// <returns>Seconds: by the clock, and of processor time.</returns>
    private static async Task<(double Seconds, double Engine, double Reader)> ReadAsync(EngineProcess engine)
    {
        var log = new InvocationLog("gauge");
        var (before, ours, clock) = (engine.ProcessorMilliseconds.Engine, Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        await new LogApi(engine.Client, TimeProvider.System).ReadAsync(Group, null, null, log, null, CancellationToken.None);
        var run = (clock.Elapsed.TotalSeconds, (engine.ProcessorMilliseconds.Engine - before) / 1000, (Environment.CpuUsage.TotalTime - ours).TotalSeconds);
        return log.Invocations.Count == Streams && log.Invocations.All(invocation => invocation.IsReported) ? run : throw new InvalidOperationException($"{log.Invocations.Count} invocations of {Streams} were read");
    }

    private static (double Seconds, double Engine) Boto(EngineProcess engine, string script)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", script]) { RedirectStandardOutput = true };
        start.Environment["ENDPOINT"] = engine.Endpoint.ToString();
        (start.Environment["AWS_ACCESS_KEY_ID"], start.Environment["AWS_SECRET_ACCESS_KEY"]) = (engine.Credentials.AccessKeyId, engine.Credentials.SecretAccessKey);
        var (before, clock) = (engine.ProcessorMilliseconds.Engine, Stopwatch.StartNew());
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0 ? (clock.Elapsed.TotalSeconds, (engine.ProcessorMilliseconds.Engine - before) / 1000) : throw new InvalidOperationException("boto3 did not read the log");
    }
}
