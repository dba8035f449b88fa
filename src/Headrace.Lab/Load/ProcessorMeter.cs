using System.Globalization;
using System.Net;
using System.Text;
using Headrace.Lab.Load.Http;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Lab.Load;

/// <summary>Who used this machine's processors: the service with its functions, this generator, other programs. Linux's /proc.</summary>
/// <param name="service">The service's process; null: it runs elsewhere, or nobody may look.</param>
internal sealed class ProcessorMeter(int? service) : IDisposable
{
    /// <summary>USER_HZ, a second's ticks in /proc (proc(5)): 100 on every Linux there is.</summary>
    private const double Ticks = 100;

    private const double Nanoseconds = 1e9;

    private readonly SafeFileHandle? _statistics = File.Exists("/proc/stat") ? File.OpenHandle("/proc/stat") : null;

    public bool SeesService => service is not null && _statistics is not null;

    /// <summary>The service is found only on this machine, and where its process may be looked at.</summary>
    public static ProcessorMeter Of(HttpOrigin origin) => new(origin.Host is "localhost" || (IPAddress.TryParse(origin.Host, out var address) && IPAddress.IsLoopback(address)) ? ListeningProcess.On(origin.Port) : null);

    public void Dispose() => _statistics?.Dispose();

    /// <summary>Seconds that all processors together have been at work, for whomever. Cheap: one read.</summary>
    public double All()
    {
        if (_statistics is null)
        {
            return double.NaN;
        }

        // "cpu  user nice system idle …": what programs took, as their own accounts have it.
        Span<byte> buffer = stackalloc byte[256];
        var read = RandomAccess.Read(_statistics, buffer, 0);
        var line = Encoding.ASCII.GetString(buffer[..read]).Split('\n')[0];
        var fields = Array.ConvertAll(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..], Number);
        return (fields[0] + fields[1] + fields[2]) / Ticks;
    }

    /// <summary>Processor seconds of the service, of every process it has started, and of all others but this, ended ones too; not a number where it cannot be seen.</summary>
    /// <remarks>A function's process that is killed takes its account along: the kernel reaps what a killed namespace held without adding it up.</remarks>
    public (double Engine, double Functions, double Others) Processes()
    {
        if (!SeesService)
        {
            return (double.NaN, double.NaN, double.NaN);
        }

        var processes = Directory.EnumerateDirectories("/proc").Select(ProcessTimes.Read).OfType<ProcessTimes>().ToDictionary(process => process.Id);
        var (engine, functions, others) = (0.0, 0.0, 0.0);
        foreach (var process in processes.Values)
        {
            if (process.Id == service)
            {
                (engine, functions) = (process.Own, functions + process.Ended);
            }
            else if (IsOfService(process, processes))
            {
                // Many short-lived processes: ticks, rounded down for each of them, would lose most of their time.
                functions += Math.Max(process.Own, ThreadsOf(process.Id)) + process.Ended;
            }
            else if (process.Id != Environment.ProcessId)
            {
                others += process.Own + process.Ended;
            }
        }

        return (engine, functions, others);
    }

    private bool IsOfService(ProcessTimes process, Dictionary<int, ProcessTimes> processes)
    {
        for (var depth = 0; depth < 32 && processes.TryGetValue(process.Parent, out var parent); depth++)
        {
            if (parent.Id == service)
            {
                return true;
            }

            process = parent;
        }

        return false;
    }

    /// <summary>The kernel's own account of each thread that is there now, in nanoseconds.</summary>
    private static double ThreadsOf(int process)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{process}/task").Sum(thread => Number(File.ReadAllText($"{thread}/schedstat").Split(' ')[0])) / Nanoseconds;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0; // it has ended meanwhile, or this kernel keeps no such account
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <param name="Own">Seconds.</param>
    /// <param name="Ended">Seconds of children that have ended and were waited for, and of theirs.</param>
    private sealed record ProcessTimes(int Id, int Parent, double Own, double Ended)
    {
        /// <summary>Null: no process, or gone.</summary>
        public static ProcessTimes? Read(string folder)
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return null;
            }

            try
            {
                // "1 (a name) S parent …": utime, stime, cutime and cstime are fields 14 to 17 of proc(5), the state being the third.
                var text = File.ReadAllText($"{folder}/stat");
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                return new ProcessTimes(id, (int)Number(fields[1]), (Number(fields[11]) + Number(fields[12])) / Ticks, (Number(fields[13]) + Number(fields[14])) / Ticks);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
