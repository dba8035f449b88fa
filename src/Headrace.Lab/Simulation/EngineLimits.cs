namespace Headrace.Lab.Simulation;

/// <summary>What an engine that is measured lets happen, as its public API says.</summary>
/// <param name="AccountConcurrency">GetAccountSettings: executions at once over all functions.</param>
/// <param name="Reserved">GetFunctionConcurrency, alike for every function; null: none.</param>
/// <param name="IsAsynchronous">Events are queued, as those of uploads are; else callers wait.</param>
public sealed record EngineLimits(int AccountConcurrency, int? Reserved, bool IsAsynchronous)
{
    /// <summary>Of the waits before retries: <c>headrace serve --time-scale</c>.</summary>
    public double TimeScale { get; init; } = 1;
}
