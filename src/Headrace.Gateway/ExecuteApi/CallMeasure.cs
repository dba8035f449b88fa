namespace Headrace.Gateway.ExecuteApi;

/// <summary>What is to be counted of one request to a deployed API.</summary>
internal sealed class CallMeasure(TimeProvider time)
{
    /// <summary>How long the backend took; null when none was called.</summary>
    public TimeSpan? Integration { get; private set; }

    /// <summary>The method and the resource or route; only where the stage asks for metrics in detail.</summary>
    public (string Method, string Resource)? Detail { get; set; }

    public async Task<T> MeasureAsync<T>(Task<T> call)
    {
        var started = time.GetTimestamp();
        try
        {
            return await call;
        }
        finally
        {
            Integration = time.GetElapsedTime(started);
        }
    }
}
