namespace Headrace.Lab.Records;

/// <summary>How an item ended, as whoever sent it saw it.</summary>
public enum ItemStatus : byte
{
    /// <summary>Its result was seen (or, where nothing was to be seen, its request answered).</summary>
    Succeeded,

    /// <summary>The function, the API or the upload answered an error.</summary>
    Failed,

    /// <summary>Refused for want of capacity: 429, SlowDown, ProvisionedThroughputExceeded.</summary>
    Throttled,

    /// <summary>The function ran into its time limit.</summary>
    TimedOut,

    /// <summary>Accepted, and no result when the run stopped waiting.</summary>
    Lost,
}
