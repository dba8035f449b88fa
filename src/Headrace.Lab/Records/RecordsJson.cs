using System.Text.Json.Serialization;

namespace Headrace.Lab.Records;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(UnknownNumber)])]
[JsonSerializable(typeof(RunManifest))]
internal sealed partial class RecordsJson : JsonSerializerContext;
