using System.Text.Json.Serialization;

namespace Headrace.Cli.Models;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelReport))]
internal sealed partial class ModelJson : JsonSerializerContext;
