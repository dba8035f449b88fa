using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using Headrace.Cli.Serve;
using Headrace.Wire;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Demo;

/// <summary>An engine as a child process, on a temporary data folder and a free port. Disposing it ends the process and removes the folder.</summary>
internal sealed class DemoEngine : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly List<string> _complaints = [];

    private DemoEngine(Process process, DirectoryInfo folder, AwsCredentials credentials)
    {
        _process = process;
        _folder = folder;
        Credentials = credentials;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_complaints)
            {
                if (line.Data is { } text && _complaints.Count < 100)
                {
                    _complaints.Add(text);
                }
            }
        };
        process.BeginErrorReadLine();
    }

    public Uri Endpoint { get; private set; } = null!;

    public AwsCredentials Credentials { get; }

    /// <exception cref="CommandException">The engine does not start; its own sentence says why.</exception>
    public static async Task<DemoEngine> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("headrace-demo-");
        var credentials = new AwsCredentials(Scope.Default.AccountId, RandomNumberGenerator.GetHexString(40));
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve", "--port", "0", "--data", Path.Combine(folder.FullName, "data"), ServeCommand.ExitWithParent])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ServeCommand.AccessKeyVariable] = credentials.AccessKeyId;
        start.Environment[ServeCommand.SecretKeyVariable] = credentials.SecretAccessKey;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            folder.Delete(recursive: true);
            throw new CommandException($"The engine cannot be started: {failure.Message}", failure);
        }

        var engine = new DemoEngine(process, folder, credentials);
        try
        {
            engine.Endpoint = await engine.ReadEndpointAsync(cancellationToken);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Its standard input ends: it drains and exits.
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // An engine that had to be killed leaves mounts behind: the folder stays, as temporary files do.
        }
    }

    private async Task<Uri> ReadEndpointAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith(ServeCommand.EndpointLine, StringComparison.Ordinal))
                {
                    return new Uri(line[ServeCommand.EndpointLine.Length..]);
                }
            }

            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"The engine was not ready after {StartLimit.TotalSeconds:0} s.");
        }

        lock (_complaints)
        {
            throw new CommandException($"The engine did not start. {string.Join(' ', _complaints)}".TrimEnd());
        }
    }
}
