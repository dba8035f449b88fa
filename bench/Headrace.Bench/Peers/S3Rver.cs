using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Headrace.Wire.Signing;

namespace Headrace.Bench.Peers;

/// <summary>npm's <c>s3rver</c> with one bucket on a temporary folder.</summary>
public sealed class S3Rver : IAsyncDisposable
{
    public static readonly AwsCredentials Credentials = new("S3RVER", "S3RVER");

    private readonly Process _process;
    private readonly string _folder;

    private S3Rver(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Endpoint = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri Endpoint { get; }

    public static async Task<S3Rver> StartAsync()
    {
        var peers = Environment.GetEnvironmentVariable("HEADRACE_BENCH_PEERS") ?? throw new InvalidOperationException("Run this through ./run bench, which installs the peers.");
        var folder = Directory.CreateTempSubdirectory("headrace-s3rver-").FullName;
        var port = FreePort();
        var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(peers, "node_modules/s3rver/bin/s3rver.js"), "-d", folder, "-a", "127.0.0.1", "-p", $"{port}", "-s", "--configure-bucket", "bench"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var ready = await process.StandardOutput.ReadLineAsync();
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        return ready is null ? throw new InvalidOperationException("s3rver did not start.") : new S3Rver(process, folder, port);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
