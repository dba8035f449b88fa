using System.Text.Json.Serialization;

namespace Headrace.Cli.Demo;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DetectReport))]
internal sealed partial class DetectReportJson : JsonSerializerContext;
