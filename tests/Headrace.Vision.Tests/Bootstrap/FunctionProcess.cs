using System.Diagnostics;
using System.Globalization;

namespace Headrace.Vision.Tests.Bootstrap;

/// <summary>The bootstrap as its own process, as an environment starts it.</summary>
internal sealed class FunctionProcess : IDisposable
{
    private readonly Process process;

    private FunctionProcess(Process process)
    {
        this.process = process;
        Log = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>All it wrote, once it has ended.</summary>
    public Task<string> Log { get; }

    public bool HasExited => process.HasExited;

    /// <summary>Bytes.</summary>
    public long PeakMemory => long.Parse(
        File.ReadLines($"/proc/{process.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) * 1024;

    /// <summary>The one that eng/publish-bootstrap made, compiled ahead of time.</summary>
    public static string Published { get; } = Path.Combine(Repository.Root, "artifacts", "bootstrap", "linux-x64", "bootstrap");

    /// <summary>The one that was built with these tests.</summary>
    public static string Built { get; } = Path.Combine(AppContext.BaseDirectory, "bootstrap");

    public static FunctionProcess Start(FakeCloud cloud, string handler, params (string Name, string? Value)[] variables) =>
        Start(Built, cloud, handler, variables);

    public static FunctionProcess Start(string program, FakeCloud cloud, string handler, params (string Name, string? Value)[] variables)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = cloud.Address;
        start.Environment["AWS_ENDPOINT_URL"] = $"http://{cloud.Address}";
        start.Environment["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        start.Environment["AWS_SESSION_TOKEN"] = "the-session-token";
        start.Environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128";
        start.Environment["_HANDLER"] = handler;
        start.Environment["OUTPUT_BUCKET"] = "results";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new FunctionProcess(Process.Start(start)!);
    }

    public async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
