using System.Text.Json.Serialization;

namespace Headrace.Gateway.Telemetry;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MetricSummary[]))]
[JsonSerializable(typeof(TelemetryError))]
public sealed partial class TelemetryJson : JsonSerializerContext;
