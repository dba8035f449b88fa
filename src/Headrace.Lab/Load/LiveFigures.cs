using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Load;

/// <summary>What a run can say of itself while it goes on. From any thread.</summary>
public sealed class LiveFigures
{
    private readonly Lock _lock = new();
    private readonly DurationHistogram _responses = new();
    private readonly DurationHistogram _fromSent = new();
    private readonly DurationHistogram _lags = new();
    private readonly Dictionary<string, long> _errors = [];
    private long _sent, _ended, _failed;

    public void Sent() => Interlocked.Increment(ref _sent);

    /// <returns>The share of items that did not succeed; not a number before <see cref="Plans.StopRules.FewestForErrors"/> have ended.</returns>
    public double Ended(in Item item)
    {
        var response = item.Response;
        lock (_lock)
        {
            _ended++;
            _lags.Record(item.Lag);
            if (item.Status == ItemStatus.Succeeded)
            {
                _responses.Record(response);
                _fromSent.Record(response - item.Lag);
            }
            else
            {
                _failed++;
                _errors[item.Error] = _errors.GetValueOrDefault(item.Error) + 1;
            }

            return _ended < Plans.StopRules.FewestForErrors ? double.NaN : (double)_failed / _ended;
        }
    }

    public LiveSnapshot Snapshot()
    {
        lock (_lock)
        {
            var worst = _errors.Count == 0 ? default : _errors.MaxBy(error => error.Value);
            return new LiveSnapshot(
                Interlocked.Read(ref _sent), _ended, _failed, _responses.Percentile(50), _responses.Percentile(95), _responses.Percentile(99), _lags.Percentile(50), _lags.Percentile(99), _lags.Max, worst.Key ?? "", worst.Value)
            {
                Quantiles = [.. LiveSnapshot.Percents.Select(percent => new LaggedQuantile(percent, _responses.Percentile(percent), _fromSent.Percentile(percent)))],
            };
        }
    }
}

/// <param name="P50">Of the response of items that succeeded, milliseconds.</param>
/// <param name="LagP50">Milliseconds sent after the intended moment.</param>
/// <param name="CommonError">The most frequent error; empty without any.</param>
public sealed record LiveSnapshot(long Sent, long Ended, long Failed, double P50, double P95, double P99, double LagP50, double LagP99, double LagMax, string CommonError, long CommonErrors)
{
    /// <summary>The percentiles that a run is asked for.</summary>
    internal static readonly double[] Percents = [50, 95, 99];

    public IReadOnlyList<LaggedQuantile> Quantiles { get; init; } = [];

    public long InFlight => Math.Max(0, Sent - Ended);
}

/// <summary>A percentile of the response with the generator's lateness in it, and without.</summary>
/// <param name="Response">Milliseconds from the intended moment.</param>
/// <param name="FromSent">Milliseconds from the moment of sending.</param>
public readonly record struct LaggedQuantile(double Percent, double Response, double FromSent)
{
    /// <summary>Milliseconds that this percentile would be lower if everything had been sent in time.</summary>
    public double Lateness => Response - FromSent;

    /// <summary>Of the response, 0 to 1.</summary>
    public double Share => Lateness / Response;
}
