namespace Headrace.Events;

public enum AttemptEnd
{
    /// <summary>The handler returned.</summary>
    Succeeded,

    /// <summary>The handler failed, timed out or died: counts as an attempt.</summary>
    FunctionError,

    /// <summary>No concurrency, or the system failed: back to the queue until the event is too old.</summary>
    Throttled,

    /// <summary>The function is gone.</summary>
    NotFound,
}
