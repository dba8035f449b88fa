using System.Collections.Concurrent;
using Headrace.Lab.Plans;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Load.Results;

/// <summary>Sees results as they appear, by asking for all that are waited for, again and again; what does not come in time is lost.</summary>
/// <param name="looks">Gets the milliseconds from look to look: the resolution of what is seen.</param>
/// <param name="ended">Called once for each item that was expected.</param>
internal sealed class ResultWatcher(IResultLooker looker, ResultPlace place, RunClock clock, DurationHistogram looks, Action<Shot> ended)
{
    private const int PlacesAtOnce = 4;

    private readonly ConcurrentDictionary<ResultName, (Shot Shot, TimeSpan Until)> _waiting = new();
    private string _trouble = "";

    public void Expect(Shot shot, in Places places)
    {
        if (!_waiting.TryAdd(looker.NameOf(in places), (shot, clock.Elapsed + place.Within)))
        {
            shot.Fail(ItemStatus.Failed, "its result cannot be told apart: another item's has the same name");
            ended(shot);
        }
    }

    /// <summary>Looks until cancelled; then nothing is waited for any more.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = PlacesAtOnce, CancellationToken = cancellationToken };
        using var timer = new PeriodicTimer(place.Every, clock.Time);
        try
        {
            for (var last = clock.Elapsed; await timer.WaitForNextTickAsync(cancellationToken);)
            {
                if (!_waiting.IsEmpty)
                {
                    await Parallel.ForEachAsync(_waiting.Keys.GroupBy(name => name.Place), options, LookAsync);
                    GiveUp();
                    looks.Record((clock.Elapsed - last).TotalMilliseconds);
                }

                last = clock.Elapsed;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            foreach (var name in _waiting.Keys)
            {
                Lose(name, "interrupted before its result was seen");
            }
        }
    }

    private async ValueTask LookAsync(IGrouping<string, ResultName> group, CancellationToken cancellationToken)
    {
        try
        {
            await looker.LookAsync(group.Key, [.. group.Select(name => name.Key).Order(StringComparer.Ordinal)], key => See(new ResultName(group.Key, key)), cancellationToken);
        }
        catch (Exception failure) when (failure is LabException or HttpRequestException or IOException)
        {
            _trouble = $" ({failure.Message})"; // whoever comes back within the limit is asked again
        }
    }

    private void See(ResultName name)
    {
        if (_waiting.TryRemove(name, out var waiting))
        {
            waiting.Shot.Visible = clock.Now;
            ended(waiting.Shot);
        }
    }

    private void GiveUp()
    {
        foreach (var (name, (_, until)) in _waiting)
        {
            if (clock.Elapsed > until)
            {
                Lose(name, FormattableString.Invariant($"no result within {place.Within.TotalSeconds:0.###} s{_trouble}"));
            }
        }
    }

    private void Lose(ResultName name, string reason)
    {
        if (_waiting.TryRemove(name, out var waiting))
        {
            waiting.Shot.Fail(ItemStatus.Lost, reason);
            ended(waiting.Shot);
        }
    }
}
