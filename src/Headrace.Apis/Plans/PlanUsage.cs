namespace Headrace.Apis.Plans;

/// <summary>How much of its quota a key has used in the period that began at <see cref="PeriodStart"/> (Unix seconds).</summary>
public sealed record PlanUsage(string PlanId, string KeyId, long PeriodStart, long Used);
