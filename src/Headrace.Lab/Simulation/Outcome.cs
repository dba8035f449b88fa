namespace Headrace.Lab.Simulation;

/// <summary>How an arrival ended.</summary>
public enum Outcome : byte
{
    /// <summary>Not yet; no arrival is left so.</summary>
    Open,
    Succeeded,

    /// <summary>The function's error, its retries used up.</summary>
    Failed,

    /// <summary>A caller's 429.</summary>
    Throttled,

    /// <summary>Too old for another attempt.</summary>
    Dropped,
}
