using System.Text.Json.Serialization;

namespace Headrace.Tables.Schema;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TableDefinition))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SchemaJson : JsonSerializerContext;
