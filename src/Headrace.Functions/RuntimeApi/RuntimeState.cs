namespace Headrace.Functions.RuntimeApi;

/// <summary>Where a runtime process stands in its conversation. The names are AWS's: they appear in the text of refused transitions.</summary>
public enum RuntimeState
{
    /// <summary>The process runs; it has not asked for an event yet.</summary>
    Started,

    /// <summary>It said that it could not initialise.</summary>
    InitError,

    /// <summary>It waits for an event.</summary>
    Ready,

    /// <summary>It has an event.</summary>
    Running,

    /// <summary>Its response is being read.</summary>
    InvocationResponse,

    /// <summary>Its error is being read.</summary>
    InvocationErrorResponse,

    /// <summary>It has answered and owes us the next poll.</summary>
    ResponseSent,
}
