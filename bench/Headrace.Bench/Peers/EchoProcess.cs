using System.Diagnostics;

namespace Headrace.Bench.Peers;

/// <summary><see cref="KestrelEcho"/> in a process of its own: this program again, with an argument.</summary>
public sealed class EchoProcess : IDisposable
{
    public const string Argument = "--echo";

    private readonly Process _process;

    private EchoProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>Used so far.</summary>
    public double ProcessorMilliseconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalMilliseconds;
        }
    }

    public static EchoProcess Start()
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Argument]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        return new EchoProcess(process, new Uri(process.StandardOutput.ReadLine()!));
    }

    /// <summary>Serves until its standard input ends.</summary>
    public static async Task<int> ServeAsync()
    {
        var (app, address) = await KestrelEcho.StartAsync();
        await using (app)
        {
            Console.WriteLine($"http://{address}/");
            await Console.In.ReadToEndAsync();
        }

        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
