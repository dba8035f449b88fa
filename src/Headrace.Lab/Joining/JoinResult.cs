using Headrace.Lab.Records;

namespace Headrace.Lab.Joining;

/// <param name="Joined">Items with an invocation.</param>
/// <param name="Clock">What was applied; null: the clocks were taken as one.</param>
/// <param name="Others">Invocations that belong to no item.</param>
/// <param name="Remarks">For the run's manifest.</param>
public sealed record JoinResult(int Joined, ClockOffset? Clock, IReadOnlyList<Invocation> Others, IReadOnlyList<string> Remarks);
