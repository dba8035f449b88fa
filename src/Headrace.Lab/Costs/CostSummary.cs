using System.Text.Json;

namespace Headrace.Lab.Costs;

/// <summary>What a run would have cost on AWS, line by line, and what a fleet like it costs a month.</summary>
/// <param name="Prices">The price list: <c>us-east-1, 2025-10-28</c>.</param>
/// <param name="Sources">Where its prices were read.</param>
/// <param name="Run">Lambda's part of what was measured.</param>
/// <param name="Month">Null: no fleet was stated.</param>
/// <param name="Remarks">What a reader must know first: items without a billed duration, what was assumed.</param>
public sealed record CostSummary(string Prices, IReadOnlyList<string> Sources, Bill Run, Bill? Month, IReadOnlyList<string> Remarks)
{
    public string ToJson() => JsonSerializer.Serialize(this, CostJson.Default.CostSummary);
}
