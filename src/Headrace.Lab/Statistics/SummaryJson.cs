using System.Text.Json;

namespace Headrace.Lab.Statistics;

/// <summary><c>summary.json</c>: what is not a number (or infinite) is null there, and not a number again when it is read.</summary>
public static class SummaryJson
{
    public static void Write(RunSummary summary, string path)
    {
        using var file = File.Create(path);
        JsonSerializer.Serialize(file, summary, SummaryJsonContext.Default.RunSummary);
    }

    /// <exception cref="LabException">The file is not there, or not a summary.</exception>
    public static RunSummary Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, SummaryJsonContext.Default.RunSummary) ?? throw new LabException($"{path} holds no summary");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LabException($"{path} is not there: headrace lab report makes it", missing);
        }
        catch (JsonException broken)
        {
            throw LabException.At(path, (broken.LineNumber ?? 0) + 1, (broken.BytePositionInLine ?? 0) + 1, $"not a summary ({broken.Path})");
        }
    }
}
