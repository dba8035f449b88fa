using System.Text.Json.Serialization;

namespace Headrace.Cli.Demo;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(GaugeDemoReport))]
internal sealed partial class DemoJson : JsonSerializerContext;
