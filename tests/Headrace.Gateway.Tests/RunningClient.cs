using System.Diagnostics;

namespace Headrace.Gateway.Tests;

/// <summary>A client that goes on until it is disposed.</summary>
public sealed class RunningClient(Process process) : IAsyncDisposable
{
    /// <summary>The next line that is not empty; null when it has ended.</summary>
    public async Task<string?> ReadLineWithTextAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
            {
                return line;
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
