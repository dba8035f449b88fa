using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Headrace.Cli.Tests;

/// <summary>The real <c>headrace</c> executable, as its users run it. Disposing it kills it if it still runs.</summary>
internal sealed class HeadraceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _errorEnded = new();

    private HeadraceProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                _errorEnded.TrySetResult();
            }
            else
            {
                _error.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Starts it without the keys and endpoints of whoever runs the tests.</summary>
    public static HeadraceProcess Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "headrace"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal) || name.StartsWith("HEADRACE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new HeadraceProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Outcome> RunAsync(params string[] arguments) => await RunAsync(null, arguments);

    public static async Task<Outcome> RunAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        await using var process = Start(environment, arguments);
        var output = await process._process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        return new Outcome(await process.ExitAsync(), output, await process.ErrorAsync());
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit);

    public async Task<string> ErrorAsync()
    {
        await _errorEnded.Task.WaitAsync(Limit);
        return _error.ToString();
    }

    /// <summary>SIGTERM, SIGINT or SIGKILL.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync().WaitAsync(Limit);
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return _process.ExitCode;
    }

    /// <summary>Tells it to end, so that an engine can unmount what it has mounted; kills it when it does not listen.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await SignalAsync("TERM");
            try
            {
                await ExitAsync();
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
    }
}
