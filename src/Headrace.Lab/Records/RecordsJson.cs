using System.Text.Json.Serialization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Records;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(NumberOrNull)])]
[JsonSerializable(typeof(RunManifest))]
internal sealed partial class RecordsJson : JsonSerializerContext;
