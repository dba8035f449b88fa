using System.Text.Json.Serialization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tuning;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(NumberOrNull)])]
[JsonSerializable(typeof(TuningResult))]
internal sealed partial class TuningJson : JsonSerializerContext;
