using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Headrace.Wire.Signing;

namespace Headrace.Bench.Peers;

/// <summary>A peer from npm, on a temporary folder and a free port of 127.0.0.1.</summary>
public sealed class NodePeer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private NodePeer(Process process, string folder, int port, AwsCredentials credentials)
    {
        _process = process;
        _folder = folder;
        Endpoint = new Uri($"http://127.0.0.1:{port}");
        Credentials = credentials;
    }

    public Uri Endpoint { get; }

    public AwsCredentials Credentials { get; }

    /// <summary>npm's <c>s3rver</c> with one bucket, <c>bench</c>. It waits for no disk.</summary>
    public static Task<NodePeer> StartS3RverAsync() => StartAsync(
        "node_modules/s3rver/bin/s3rver.js", new AwsCredentials("S3RVER", "S3RVER"), static (folder, port) => ["-d", folder, "-a", "127.0.0.1", "-p", port, "-s", "--configure-bucket", "bench"]);

    /// <summary>npm's <c>dynalite</c> on a LevelDB. It checks no signatures and waits for no disk.</summary>
    public static Task<NodePeer> StartDynaliteAsync() => StartAsync(
        "node_modules/dynalite/cli.js", new AwsCredentials("DYNALITE", "DYNALITE"), static (folder, port) => ["--host", "127.0.0.1", "--port", port, "--path", folder, "--createTableMs", "0", "--verbose", "false"]);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<NodePeer> StartAsync(string program, AwsCredentials credentials, Func<string, string, string[]> arguments)
    {
        var peers = Environment.GetEnvironmentVariable("HEADRACE_BENCH_PEERS") ?? throw new InvalidOperationException("Run this through ./run bench, which installs the peers.");
        var folder = Directory.CreateTempSubdirectory("headrace-peer-").FullName;
        var port = FreePort();
        var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(peers, program), .. arguments(folder, $"{port}")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var ready = await process.StandardOutput.ReadLineAsync();
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        return ready is null ? throw new InvalidOperationException($"{program} did not start.") : new NodePeer(process, folder, port, credentials);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
