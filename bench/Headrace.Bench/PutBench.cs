using System.Security.Cryptography;
using Headrace.Bench.Load;
using Headrace.Bench.Peers;
using Headrace.Harness;
using Headrace.Wire.Signing;

namespace Headrace.Bench;

/// <summary>Durable 4 KiB PUTs and GETs at 32 callers, signed, beside npm's s3rver (which neither fsyncs nor keeps up a log).</summary>
public static class PutBench
{
    private const int Callers = 32;
    private const int Keys = 8_000;
    private const int PeerKeys = 2_000;
    private const int Repetitions = 3;

    public static async Task RunAsync(Report report)
    {
        await using var engine = await EngineProcess.StartAsync();
        await using var peer = await NodePeer.StartS3RverAsync();
        await engine.CallAsync("s3", HttpMethod.Put, "/bench");
        List<LoadResult> puts = [], gets = [], peerPuts = [], peerGets = [];
        for (var i = 0; i < Repetitions; i++)
        {
            var (put, get) = await MeasureAsync(engine.Endpoint, engine.Credentials, Keys, i);
            puts.Add(put);
            gets.Add(get);
            (put, get) = await MeasureAsync(peer.Endpoint, peer.Credentials, PeerKeys, i);
            peerPuts.Add(put);
            peerGets.Add(get);
        }

        Add(report, "PUT", LoadResult.Median(puts), LoadResult.Median(peerPuts));
        Add(report, "GET", LoadResult.Median(gets), LoadResult.Median(peerGets));
        report.Add("fdatasync of 4 KiB, p50", FsyncMilliseconds(), "ms", "the disk's own limit for one writer");
    }

    private static async Task<(LoadResult Put, LoadResult Get)> MeasureAsync(Uri endpoint, AwsCredentials credentials, int keys, int round)
    {
        var body = RandomNumberGenerator.GetBytes(4096);
        var puts = new byte[keys][];
        var gets = new byte[keys][];
        for (var n = 0; n < keys; n++)
        {
            var target = $"/bench/{round}/{n:x8}";
            puts[n] = await SignedRequest.BuildAsync(endpoint, credentials, "s3", HttpMethod.Put, target, body, CancellationToken.None);
            gets[n] = await SignedRequest.BuildAsync(endpoint, credentials, "s3", HttpMethod.Get, target, null, CancellationToken.None);
        }

        var address = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, endpoint.Port);
        return (ClosedLoop.Run(address, Callers, keys, n => puts[n]), ClosedLoop.Run(address, Callers, keys, n => gets[n]));
    }

    private static void Add(Report report, string verb, LoadResult ours, LoadResult peer)
    {
        report.Add($"{verb} 4 KiB, {Callers} callers", ours.Rate, "/s", $"s3rver {peer.Rate:#,0}/s: {ours.Rate / peer.Rate:0.0}× (reach 5×, aim 20×)");
        report.Add($"{verb} p50", ours.P50, "ms", $"s3rver {peer.P50:0.00} ms");
        report.Add($"{verb} p99", ours.P99, "ms", $"s3rver {peer.P99:0.00} ms");
    }

    internal static double FsyncMilliseconds()
    {
        var path = Path.Combine(Path.GetTempPath(), $"headrace-bench-{Environment.ProcessId}");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
        var times = new double[100];
        for (var i = 0; i < times.Length; i++)
        {
            file.Write(new byte[4096]);
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            file.Flush(flushToDisk: true);
            times[i] = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        return new LoadResult(times, 1).P50;
    }
}
