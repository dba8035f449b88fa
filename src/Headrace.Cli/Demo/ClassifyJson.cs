using System.Text.Json.Serialization;

namespace Headrace.Cli.Demo;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClassifyReport))]
internal sealed partial class ClassifyJson : JsonSerializerContext;
