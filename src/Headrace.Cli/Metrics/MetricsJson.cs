using System.Text.Json.Serialization;

namespace Headrace.Cli.Metrics;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MetricSummary[]))]
internal sealed partial class MetricsJson : JsonSerializerContext;
