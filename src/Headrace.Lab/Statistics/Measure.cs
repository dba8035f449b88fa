namespace Headrace.Lab.Statistics;

/// <summary>What is measured of an item, milliseconds but where said.</summary>
public enum Measure
{
    Response,
    Lag,
    Upload,
    QueueAge,
    Init,
    Duration,
    Billed,
    EventToEnd,

    /// <summary>MB.</summary>
    MaxMemoryUsed,

    /// <summary>US dollars of Lambda's GB-seconds and request.</summary>
    Cost,
}
