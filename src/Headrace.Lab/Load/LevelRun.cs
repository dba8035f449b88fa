using System.Globalization;
using Headrace.Lab.Load.Http;
using Headrace.Lab.Load.Payloads;
using Headrace.Lab.Load.Results;
using Headrace.Lab.Load.Targets;
using Headrace.Lab.Records;

namespace Headrace.Lab.Load;

/// <summary>One level of a run: its items are made, sent, watched and recorded.</summary>
/// <param name="begun">Called once, when the first item is about to be sent, by whoever sends it.</param>
/// <param name="ended">Takes the record of each item.</param>
internal sealed class LevelRun(
    Level level, ItemNumbers numbers, RunNames names, PayloadSet payloads, RunClock clock, ResultWatcher? watcher, LiveFigures figures, Action begun, Action<Item> ended, CancellationToken interrupted)
{
    private readonly AsyncCountdown _pending = new();
    private bool _hasBegun;

    /// <summary>Ends when every item has come to its end.</summary>
    /// <param name="stop">No further item is sent.</param>
    public async Task RunAsync(ITargetProtocol protocol, ConnectionPool pool, CancellationToken stop)
    {
        await new Generator(protocol, pool, clock, Make, Begin, Answered, interrupted).RunAsync(level.Load, stop);
        _pending.End();
        await _pending.Zero;
    }

    /// <summary>The item's end, whoever sees it.</summary>
    public void End(Shot shot)
    {
        ended(shot.ToItem());
        _pending.End();
    }

    private Shot? Make(int site, TimeSpan due)
    {
        // An interruption aborts what is under way before whoever waits for it hears of it: nothing is begun in between.
        if (interrupted.IsCancellationRequested || numbers.Next() is not { } number)
        {
            return null;
        }

        var intended = clock.At(due);
        var shot = new Shot
        {
            Number = number,
            Level = level,
            Site = site,
            Due = due,
            Intended = intended,
            Id = number.ToString(CultureInfo.InvariantCulture),
            Trace = Trace.IdOf(numbers.Run, number, intended),
            Payload = payloads.For(number, site, names.Of(level, number, site, intended)),
        };
        shot.Function = level.Variant.Target.Function?.Fill(names.Places(shot)) ?? "";
        return shot;
    }

    private void Begin(Shot shot)
    {
        if (!Interlocked.Exchange(ref _hasBegun, true))
        {
            begun();
        }

        _pending.Begin();
        figures.Sent();
    }

    private void Answered(Shot shot)
    {
        if (watcher is not null && shot.Status == ItemStatus.Succeeded && !interrupted.IsCancellationRequested)
        {
            watcher.Expect(shot, names.Places(shot));
        }
        else
        {
            End(shot);
        }
    }
}
