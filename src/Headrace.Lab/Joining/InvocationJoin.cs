using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Joining;

/// <summary>Fills items with what the function's log says of their invocations: by request id, else by trace, else by the item's key in one of its lines.</summary>
public static class InvocationJoin
{
    /// <param name="clock">The service's clock minus the client's; null: taken from the join itself, where it bounds it.</param>
    /// <returns>What was joined, the offset that was applied, and the invocations that belong to no item.</returns>
    public static JoinResult Apply(ItemTable items, IReadOnlyList<Invocation> invocations, ClockOffset? clock)
    {
        var pairs = Match(items, invocations, out var others);
        clock ??= ClockEstimate.Of(pairs.Select(pair => SampleOf(items[pair.Item], pair.Last)));
        var shift = -(clock?.Milliseconds ?? 0);
        foreach (var (index, first, last) in pairs)
        {
            items.Set(index, Filled(items[index], first, last, shift));
        }

        List<string> remarks = [];
        if (pairs.Count < items.Count)
        {
            remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{items.Count - pairs.Count} of {items.Count} items have no invocation in the log"));
        }

        if (pairs.Count(pair => pair.First != pair.Last) is > 0 and var retried)
        {
            remarks.Add(string.Create(CultureInfo.InvariantCulture, $"{retried} items were tried more than once: queue age is the first attempt's, all else the last one's"));
        }

        return new JoinResult(pairs.Count, clock, others, remarks);
    }

    /// <summary>An item of what the log alone says; one without an end got lost as far as the log goes.</summary>
    public static Item ItemOf(Invocation first, Invocation last)
    {
        var id = last.Image.Length > 0 ? $"{(last.Site.Length > 0 ? last.Site : last.Function)}/{last.Image}" : last.RequestId;
        return Filled(new Item { Id = id, Visible = last.RowWritten, Status = last.Ended.IsKnown ? ItemStatus.Succeeded : ItemStatus.Lost }, first, last, 0);
    }

    private static List<(int Item, Invocation First, Invocation Last)> Match(ItemTable items, IReadOnlyList<Invocation> invocations, out List<Invocation> others)
    {
        Dictionary<string, int> byRequest = new(StringComparer.Ordinal), byTrace = new(StringComparer.Ordinal), byKey = new(StringComparer.Ordinal);
        for (var index = 0; index < items.Count; index++)
        {
            ref readonly var item = ref items.At(index);
            if (item.RequestId.Length > 0)
            {
                byRequest.TryAdd(item.RequestId, index);
            }

            if (item.Trace.Length > 0)
            {
                byTrace.TryAdd(item.Trace, index);
            }

            byKey.TryAdd(item.Id, index);
        }

        others = [];
        var found = new Dictionary<int, (Invocation First, Invocation Last)>();
        foreach (var invocation in invocations)
        {
            if (byRequest.TryGetValue(invocation.RequestId, out var index)
                || (invocation.Trace.Length > 0 && byTrace.TryGetValue(invocation.Trace, out index))
                || (invocation.Key is { } key && byKey.TryGetValue(key, out index)))
            {
                found[index] = found.TryGetValue(index, out var earlier) ? (earlier.First, invocation) : (invocation, invocation);
            }
            else
            {
                others.Add(invocation);
            }
        }

        return [.. found.Select(pair => (pair.Key, pair.Value.First, pair.Value.Last))];
    }

    /// <summary>Sent before its event, answered or seen after: whichever the item knows.</summary>
    private static ClockSample SampleOf(in Item item, Invocation invocation)
    {
        var isEnd = item.Visible.IsKnown || (item.RequestId.Length > 0 && item.Uploaded.IsKnown);
        return item.Sent.IsKnown && invocation.EventTime.IsKnown && item.Uploaded.IsKnown
            ? new ClockSample(item.Sent, invocation.EventTime, item.Uploaded, invocation.EventTime.Microseconds % 1_000_000 == 0 ? 1000 : 1)
            : new ClockSample(item.Sent, invocation.Started, isEnd ? item.LastSeen : Moment.Unknown, 1);
    }

    private static Item Filled(in Item item, Invocation first, Invocation last, double shift)
    {
        var eventTime = item.EventTime.IsKnown ? item.EventTime : last.EventTime.Plus(shift);
        var taken = (first.InitStarted.IsKnown ? first.InitStarted : first.Started).Plus(shift);
        var isWorse = last.Status != ItemStatus.Succeeded && item.Status is ItemStatus.Succeeded or ItemStatus.Lost;
        return item with
        {
            RequestId = last.RequestId,
            Trace = item.Trace.Length > 0 ? item.Trace : last.Trace,
            Function = item.Function.Length > 0 ? item.Function : last.Function,
            Site = item.Site.Length > 0 ? item.Site : last.Site,
            Environment = last.Environment,
            EventTime = eventTime,
            QueueAge = Math.Max(0, taken.Since(eventTime)),
            InitStarted = last.InitStarted.Plus(shift),
            Started = last.Started.Plus(shift),
            Ended = last.Ended.Plus(shift),
            Cold = last.IsReported ? last.IsCold : null,
            Init = last.Init,
            Duration = last.Duration,
            Billed = last.Billed,
            MemorySize = last.MemorySize,
            MaxMemoryUsed = last.MaxMemoryUsed,
            Phases = last.Phases,
            Status = isWorse ? last.Status : item.Status,
            Error = isWorse || item.Error.Length == 0 ? last.Error : item.Error,
        };
    }
}
