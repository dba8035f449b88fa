namespace Headrace.Lab.Load;

/// <summary>Numbers a run's items, as long as its count allows.</summary>
/// <param name="run">48 bits that are this run's, for trace ids.</param>
internal sealed class ItemNumbers(ulong run, StopReason stop)
{
    private long _last;

    public ulong Run => run;

    /// <summary>From 1; null: no more.</summary>
    public long? Next()
    {
        var number = Interlocked.Increment(ref _last);
        return stop.IsBeyond(number) ? null : number;
    }
}
