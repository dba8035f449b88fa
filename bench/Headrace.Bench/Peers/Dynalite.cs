using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Headrace.Wire.Signing;

namespace Headrace.Bench.Peers;

/// <summary>npm's <c>dynalite</c> on a LevelDB in a temporary folder. It checks no signatures and waits for no disk.</summary>
public sealed class Dynalite : IAsyncDisposable
{
    public static readonly AwsCredentials Credentials = new("DYNALITE", "DYNALITE");

    private readonly Process _process;
    private readonly string _folder;

    private Dynalite(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Endpoint = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri Endpoint { get; }

    public static async Task<Dynalite> StartAsync()
    {
        var peers = Environment.GetEnvironmentVariable("HEADRACE_BENCH_PEERS") ?? throw new InvalidOperationException("Run this through ./run bench, which installs the peers.");
        var folder = Directory.CreateTempSubdirectory("headrace-dynalite-").FullName;
        var port = FreePort();
        var process = Process.Start(new ProcessStartInfo(
            "node", [Path.Combine(peers, "node_modules/dynalite/cli.js"), "--host", "127.0.0.1", "--port", $"{port}", "--path", folder, "--createTableMs", "0", "--verbose", "false"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var ready = await process.StandardOutput.ReadLineAsync();
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        return ready is null ? throw new InvalidOperationException("dynalite did not start.") : new Dynalite(process, folder, port);
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
