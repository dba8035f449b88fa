using System.Text.Json.Serialization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Costs;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(NumberOrNull)])]
[JsonSerializable(typeof(CostSummary))]
internal sealed partial class CostJson : JsonSerializerContext;
