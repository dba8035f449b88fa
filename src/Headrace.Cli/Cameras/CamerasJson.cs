using System.Text.Json.Serialization;

namespace Headrace.Cli.Cameras;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CamerasReport))]
[JsonSerializable(typeof(LiveReport))]
[JsonSerializable(typeof(ObjectsLine))]
internal sealed partial class CamerasJson : JsonSerializerContext;
