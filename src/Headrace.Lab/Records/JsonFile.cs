using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Headrace.Lab.Records;

/// <summary>A run's JSON files.</summary>
internal static class JsonFile
{
    /// <exception cref="LabException">It cannot be read, or is not such a document: with line and column.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        using var stream = LabFile.Open(path);
        try
        {
            return JsonSerializer.Deserialize(stream, type) ?? throw LabException.At(path, 1, 1, "null is no document");
        }
        catch (JsonException fault)
        {
            throw LabException.At(path, (fault.LineNumber ?? 0) + 1, (fault.BytePositionInLine ?? 0) + 1, Sentence(fault));
        }
    }

    public static void Write<T>(string path, T value, JsonTypeInfo<T> type) => LabFile.Replace(path, stream =>
    {
        JsonSerializer.Serialize(stream, value, type);
        stream.WriteByte((byte)'\n');
    });

    /// <summary>Without the path and position that the library adds in its own words.</summary>
    internal static string Sentence(JsonException fault) => fault.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0];
}
