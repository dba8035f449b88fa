namespace Headrace.Lab.Plans;

/// <summary>When a run ends before its plan does.</summary>
/// <param name="Time">Since its start.</param>
/// <param name="Count">Items sent.</param>
/// <param name="Errors">The share of items that did not succeed, 0 to 1.</param>
public sealed record StopRules(TimeSpan? Time = null, long? Count = null, double? Errors = null)
{
    /// <summary>Before so many items have ended, a share of errors says nothing.</summary>
    public const int FewestForErrors = 20;
}
