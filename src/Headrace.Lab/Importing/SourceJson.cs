using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Headrace.Lab.Records;

namespace Headrace.Lab.Importing;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, WriteIndented = true, Converters = [typeof(Statistics.NumberOrNull)])]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(List<DetectionEntry>))]
[JsonSerializable(typeof(LocustFigures))]
internal sealed partial class SourceJson : JsonSerializerContext
{
    /// <exception cref="LabException">Not such a document: with line and column.</exception>
    public static T Read<T>(SourceFile file, JsonTypeInfo<T> type)
    {
        using var stream = file.Open();
        try
        {
            return JsonSerializer.Deserialize(stream, type) ?? throw LabException.At(file.Path, 1, 1, "null is no document");
        }
        catch (JsonException fault)
        {
            throw LabException.At(file.Path, (fault.LineNumber ?? 0) + 1, (fault.BytePositionInLine ?? 0) + 1, JsonFile.Sentence(fault));
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            throw new LabException($"{file.Path} is damaged: {failure.Message}", failure);
        }
    }
}
