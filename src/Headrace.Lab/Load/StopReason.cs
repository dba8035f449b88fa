using System.Globalization;
using Headrace.Lab.Plans;

namespace Headrace.Lab.Load;

/// <summary>Watches a plan's stop rules; says which one ended the run.</summary>
internal sealed class StopReason(StopRules rules, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource? _clock;
    private string? _sentence;

    /// <summary>Null: none did.</summary>
    public string? Sentence => _sentence ?? (_clock is { IsCancellationRequested: true } ? string.Create(CultureInfo.InvariantCulture, $"stop rule: time {rules.Time!.Value.TotalSeconds:0.###} s") : null);

    /// <summary>Cancelled when a rule is met, or the run is interrupted. The time counts from here.</summary>
    public CancellationTokenSource Link(CancellationToken interrupted)
    {
        _clock = new CancellationTokenSource(rules.Time ?? Timeout.InfiniteTimeSpan, time);
        return CancellationTokenSource.CreateLinkedTokenSource(interrupted, _stop.Token, _clock.Token);
    }

    /// <param name="number">From 1.</param>
    public bool IsBeyond(long number)
    {
        if (number <= rules.Count.GetValueOrDefault(long.MaxValue))
        {
            return false;
        }

        Stop(string.Create(CultureInfo.InvariantCulture, $"stop rule: count {rules.Count}"));
        return true;
    }

    /// <param name="errors">The share of items that did not succeed; not a number: too early to say.</param>
    public void See(double errors)
    {
        if (errors > rules.Errors)
        {
            Stop(string.Create(CultureInfo.InvariantCulture, $"stop rule: error rate {100 * errors:0.##} % > {100 * rules.Errors:0.##} %"));
        }
    }

    /// <summary>Something broke; whoever saw it says what.</summary>
    public void Break() => _stop.Cancel();

    public void Dispose()
    {
        _stop.Dispose();
        _clock?.Dispose();
    }

    private void Stop(string sentence)
    {
        if (Interlocked.CompareExchange(ref _sentence, sentence, null) is null)
        {
            _stop.Cancel();
        }
    }
}
