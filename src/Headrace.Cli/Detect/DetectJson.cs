using System.Text.Json.Serialization;

namespace Headrace.Cli.Detect;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = false)]
[JsonSerializable(typeof(DetectionRequest))]
[JsonSerializable(typeof(DetectionAnswer))]
[JsonSerializable(typeof(DetectionRefusal))]
[JsonSerializable(typeof(List<DetectedImage>))]
[JsonSerializable(typeof(List<DetectedObject>))]
[JsonSerializable(typeof(Dictionary<string, DetectionTotals>))]
internal sealed partial class DetectJson : JsonSerializerContext;
