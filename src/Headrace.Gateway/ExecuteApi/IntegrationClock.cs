namespace Headrace.Gateway.ExecuteApi;

/// <summary>How long the backend of one request took; null when none was called.</summary>
internal sealed class IntegrationClock(TimeProvider time)
{
    public TimeSpan? Elapsed { get; private set; }

    public async Task<T> MeasureAsync<T>(Task<T> call)
    {
        var started = time.GetTimestamp();
        try
        {
            return await call;
        }
        finally
        {
            Elapsed = time.GetElapsedTime(started);
        }
    }
}
