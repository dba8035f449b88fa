using Headrace.Lab.Load;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;
using Spectre.Console;

namespace Headrace.Cli.Lab;

/// <summary>What a run is doing: two lines that renew themselves on a terminal, a line every few seconds elsewhere, nothing on standard output.</summary>
internal sealed class RunProgress(LabRun run)
{
    private static readonly TimeSpan _onTerminal = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _inLog = TimeSpan.FromSeconds(5);

    private TimeSpan _lastTime;
    private long _lastEnded;

    public static async Task<RunManifest> ShowAsync(LabRun run, bool isQuiet, Func<Task<RunManifest>> measure)
    {
        if (isQuiet)
        {
            return await measure();
        }

        var progress = new RunProgress(run);
        if (Console.IsErrorRedirected)
        {
            return await progress.FollowAsync(measure(), _inLog, Console.Error.WriteLine);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Live(new Text("")).AutoClear(true).StartAsync(live => progress.FollowAsync(measure(), _onTerminal, line => live.UpdateTarget(new Text(line))));
    }

    private async Task<RunManifest> FollowAsync(Task<RunManifest> measuring, TimeSpan every, Action<string> say)
    {
        while (!measuring.IsCompleted)
        {
            await Task.WhenAny(measuring, Task.Delay(every, TimeProvider.System, CancellationToken.None));
            if (!measuring.IsCompleted)
            {
                say(Line());
            }
        }

        return await measuring;
    }

    private string Line()
    {
        var (figures, progress, now) = (run.Figures.Snapshot(), run.Progress, run.Elapsed);
        var rate = (figures.Ended - _lastEnded) / Math.Max(0.001, (now - _lastTime).TotalSeconds);
        (_lastTime, _lastEnded) = (now, figures.Ended);
        var p95 = double.IsNaN(figures.P95) ? "–" : FormattableString.Invariant($"{figures.P95:0.0} ms");
        return FormattableString.Invariant(
            $"headrace: {progress.Done + 1} of {progress.Levels}, {progress.What}: {figures.Ended} items, {rate:0.#}/s, {figures.InFlight} in flight, {figures.Failed} errors, p95 {p95}, {Remaining(progress, now)}");
    }

    /// <summary>By the share of levels that is done; of the one under way, by its time where the plan says it.</summary>
    private static string Remaining(LevelProgress progress, TimeSpan now)
    {
        var within = progress.Load is ClosedLoad { Length: { } length } && length > TimeSpan.Zero ? Math.Min(1, (now - progress.Since) / length) : 0;
        var share = (progress.Done + within) / progress.Levels;
        return share <= 0 ? "remaining unknown" : FormattableString.Invariant($"about {(now * ((1 - share) / share)).TotalSeconds:0} s remaining");
    }
}
