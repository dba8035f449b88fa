namespace Headrace.Apis.Plans;

/// <summary>The token bucket algorithm: a burst at once, then a steady rate.</summary>
public sealed class TokenBucket(Throttle throttle, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _tokens = throttle.BurstLimit;
    private long _filledAt = time.GetTimestamp();

    public Throttle Throttle { get; } = throttle;

    /// <summary>False: throttled.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(Throttle.BurstLimit, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * Throttle.RateLimit));
            _filledAt = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
