using System.Collections.Concurrent;
using Headrace.Ledger;

namespace Headrace.Apis.Plans;

/// <summary>Decides whether a request with an API key may pass, and counts it against the key's plan.</summary>
/// <remarks>Counts go to the ledger every few seconds and at the end, so a killed engine forgets at most those.</remarks>
public sealed class PlanMeter : IAsyncDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);

    private readonly ApiRegistry _apis;
    private readonly DocumentSet<PlanUsage> _usage;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Plan, string Key, string Scope), TokenBucket> _buckets = new();
    private readonly ConcurrentDictionary<(string Plan, string Key), Counter> _counters = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _flushing;

    private PlanMeter(ApiRegistry apis, LedgerDatabase ledger, TimeProvider time)
    {
        _apis = apis;
        _time = time;
        _usage = new DocumentSet<PlanUsage>(ledger, "plan-usage", ApiJson.Default.PlanUsage);
        foreach (var (_, usage) in _usage.All)
        {
            _counters[(usage.PlanId, usage.KeyId)] = new Counter { PeriodStart = usage.PeriodStart, Used = usage.Used };
        }

        _flushing = FlushRegularlyAsync(_stopping.Token);
    }

    public static PlanMeter Open(ApiRegistry apis, LedgerDatabase ledger, TimeProvider time) => new(apis, ledger, time);

    /// <summary>Weighs a request.</summary>
    /// <param name="keyValue">What the client sent, or null.</param>
    /// <param name="methodKey"><c>/path/METHOD</c></param>
    public (PlanDecision Decision, ApiKey? Key) Weigh(string? keyValue, string apiId, string stage, string methodKey)
    {
        if (string.IsNullOrEmpty(keyValue) || FindKey(keyValue) is not { Enabled: true } key)
        {
            return (PlanDecision.Forbidden, null);
        }

        foreach (var (_, plan) in _apis.Plans.All)
        {
            if (plan.KeyIds.Contains(key.Id) && plan.ApiStages.Find(entry => entry.ApiId == apiId && entry.Stage == stage) is { } opened)
            {
                return (Weigh(plan, opened, key, methodKey), key);
            }
        }

        return (PlanDecision.Forbidden, key);
    }

    /// <summary>How much of the current period a key has used, and what is left.</summary>
    public (long Used, long Remaining) UsageOf(UsagePlan plan, string keyId)
    {
        if (plan.Quota is not { } quota)
        {
            return (0, 0);
        }

        var start = PeriodStart(quota.Period, _time.GetUtcNow());
        var used = _counters.TryGetValue((plan.Id, keyId), out var counter) && Interlocked.Read(ref counter.PeriodStart) == start ? Interlocked.Read(ref counter.Used) : 0;
        return (used, Math.Max(0, quota.Limit - used));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _flushing;
            await FlushAsync();
            _stopping.Dispose();
            _usage.Dispose();
        }
    }

    private ApiKey? FindKey(string value)
    {
        foreach (var (_, key) in _apis.Keys.All)
        {
            if (key.Value == value)
            {
                return key;
            }
        }

        return null;
    }

    private PlanDecision Weigh(UsagePlan plan, PlanStage opened, ApiKey key, string methodKey)
    {
        var own = opened.Throttle?.GetValueOrDefault(methodKey);
        if ((own ?? plan.Throttle) is { } throttle && !BucketOf((plan.Id, key.Id, own is null ? "" : $"{opened.ApiId}{methodKey}"), throttle).TryTake())
        {
            return PlanDecision.Throttled;
        }

        if (plan.Quota is not { } quota)
        {
            return PlanDecision.Pass;
        }

        var start = PeriodStart(quota.Period, _time.GetUtcNow());
        var counter = _counters.GetOrAdd((plan.Id, key.Id), _ => new Counter { PeriodStart = start, Used = quota.Offset });
        lock (counter)
        {
            if (counter.PeriodStart != start)
            {
                counter.PeriodStart = start;
                counter.Used = 0;
            }

            if (counter.Used >= quota.Limit)
            {
                return PlanDecision.QuotaExceeded;
            }

            counter.Used++;
            counter.IsDirty = true;
            return PlanDecision.Pass;
        }
    }

    private TokenBucket BucketOf((string Plan, string Key, string Scope) name, Throttle throttle)
    {
        var bucket = _buckets.GetOrAdd(name, static (_, state) => new TokenBucket(state.throttle, state._time), (throttle, _time));
        return bucket.Throttle == throttle ? bucket : _buckets[name] = new TokenBucket(throttle, _time);
    }

    /// <summary>Midnight UTC of today, of the week's Sunday, or of the month's first.</summary>
    private static long PeriodStart(string period, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        return (period switch
        {
            "WEEK" => today.AddDays(-(int)today.DayOfWeek),
            "MONTH" => today.AddDays(1 - today.Day),
            _ => today,
        }).ToUnixTimeSeconds();
    }

    private async Task FlushAsync()
    {
        foreach (var ((plan, key), counter) in _counters)
        {
            PlanUsage usage;
            lock (counter)
            {
                if (!counter.IsDirty)
                {
                    continue;
                }

                counter.IsDirty = false;
                usage = new PlanUsage(plan, key, counter.PeriodStart, counter.Used);
            }

            try
            {
                await _usage.ChangeAsync(new DocumentKey("", "", $"{plan}/{key}"), _ => usage, CancellationToken.None);
            }
            catch (LedgerException)
            {
                // A full disk, for example: what is counted goes on counting in memory, and is tried again.
                lock (counter)
                {
                    counter.IsDirty = true;
                }
            }
        }
    }

    private async Task FlushRegularlyAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(FlushInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private sealed class Counter
    {
        public long PeriodStart;
        public long Used;
        public bool IsDirty;
    }
}
