using System.Globalization;
using Spectre.Console;

namespace Headrace.Cli.Demo;

/// <summary>How far a demo is: a bar on a terminal, plain lines elsewhere, nothing on standard output.</summary>
internal sealed class DemoProgress
{
    private readonly int _total;
    private readonly ProgressTask? _bar;
    private int _done;

    private DemoProgress(int total, ProgressTask? bar)
    {
        _total = total;
        _bar = bar;
    }

    /// <param name="what">Stands before the bar until <see cref="Say"/> says something else.</param>
    public static async Task<T> ShowAsync<T>(bool isQuiet, string what, int total, Func<DemoProgress, Task<T>> run)
    {
        if (isQuiet || Console.IsErrorRedirected)
        {
            return await run(new DemoProgress(isQuiet ? 0 : total, bar: null));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(bars => run(new DemoProgress(total, bars.AddTask(what, maxValue: total))));
    }

    public void Say(string what)
    {
        if (_bar is not null)
        {
            _bar.Description = what;
        }
        else if (_total > 0)
        {
            Console.Error.WriteLine($"headrace: {what}");
        }
    }

    /// <summary>One more image has come to its end.</summary>
    public void Advance()
    {
        var done = Interlocked.Increment(ref _done);
        _bar?.Increment(1);

        // A line each tenth of the way is enough for a log.
        if (_bar is null && _total > 0 && done * 10L / _total != (done - 1) * 10L / _total)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"headrace: {done} of {_total}"));
        }
    }
}
