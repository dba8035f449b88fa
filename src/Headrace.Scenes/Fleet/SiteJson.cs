using System.Text.Json.Serialization;

namespace Headrace.Scenes.Fleet;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = false)]
[JsonSerializable(typeof(SiteList))]
internal sealed partial class SiteJson : JsonSerializerContext;
