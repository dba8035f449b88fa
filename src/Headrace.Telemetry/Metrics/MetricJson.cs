using System.Text.Json.Serialization;

namespace Headrace.Telemetry.Metrics;

[JsonSerializable(typeof(string[]))]
internal sealed partial class MetricJson : JsonSerializerContext;
