namespace Headrace.Telemetry.Logs;

/// <summary>Events of several streams: by time, then by stream.</summary>
internal static class LogOrder
{
    public static readonly Comparer<(long Timestamp, string Stream)> Comparer = Comparer<(long Timestamp, string Stream)>.Create((left, right) =>
        left.Timestamp != right.Timestamp ? left.Timestamp.CompareTo(right.Timestamp) : string.CompareOrdinal(left.Stream, right.Stream));
}
