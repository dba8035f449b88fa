using System.Globalization;

namespace Headrace.Functions.Environments;

/// <summary>The control group of one environment. Without a limit until it is given one.</summary>
internal sealed class ProcessorGroup(string path, bool isUnified, int quotaMicroseconds)
{
    private const string Join = "echo $$ >\"$0\" && exec \"$@\"";
    private const int MostTries = 200;

    /// <summary>A process that was reaped may be in its group for a moment more, until it has left its processor.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(5);

    public string Path => path;

    /// <summary>The same command, whose first process joins the group before it becomes that: so nothing of the function ever runs outside.</summary>
    public IReadOnlyList<string> Around(IReadOnlyList<string> command) => ["/bin/sh", "-c", Join, System.IO.Path.Combine(path, ProcessorGroups.Processes), .. command];

    /// <summary>From now on it has its share and no more. Does nothing once it is removed: an environment may be stopped while it initialises.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Limit()
    {
        try
        {
            WriteLimit();
        }
        catch (Exception gone) when ((gone is IOException or UnauthorizedAccessException) && !Directory.Exists(path))
        {
            // Nothing is left that could be limited.
        }
    }

    /// <summary>After its processes. One that a process stays in, a daemon of a function without a sandbox, is tried again when the engine ends, and by the next.</summary>
    public async Task RemoveAsync(TimeProvider time)
    {
        for (var tries = 1; !ProcessorGroups.TryRemove(path) && tries < MostTries; tries++)
        {
            await Task.Delay(BetweenTries, time);
        }
    }

    private void WriteLimit()
    {
        if (isUnified)
        {
            Write("cpu.max", string.Create(CultureInfo.InvariantCulture, $"{quotaMicroseconds} {ProcessorShare.PeriodMicroseconds}"));
        }
        else
        {
            Write("cpu.cfs_period_us", ProcessorShare.PeriodMicroseconds.ToString(CultureInfo.InvariantCulture));
            Write("cpu.cfs_quota_us", quotaMicroseconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Write(string file, string value) => File.WriteAllText(System.IO.Path.Combine(path, file), value);
}
