using System.Text.Json.Serialization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true, Converters = [typeof(NumberOrNull)])]
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
