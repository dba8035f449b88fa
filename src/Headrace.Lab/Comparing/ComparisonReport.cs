using System.Text.Json;

namespace Headrace.Lab.Comparing;

/// <summary>What <c>headrace lab compare --json</c> prints.</summary>
/// <param name="Failed">At least one condition has.</param>
public sealed record ComparisonReport(RunComparison Comparison, IReadOnlyList<FailResult> Conditions, bool Failed)
{
    public string ToJson() => JsonSerializer.Serialize(this, ComparisonJson.Default.ComparisonReport);
}
