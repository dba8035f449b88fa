using System.Text.Json.Serialization;

namespace Headrace.Functions.Registry;

/// <summary>The registry's rows: documents whose member names are frozen by tests.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Function))]
[JsonSerializable(typeof(StoredVersion))]
[JsonSerializable(typeof(LayerVersion))]
internal sealed partial class RegistryJson : JsonSerializerContext;
