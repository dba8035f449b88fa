using System.IO.Compression;
using System.Text;
using Headrace.Lab.Records;

namespace Headrace.Lab.Importing;

/// <summary>A file to import: unpacked where it is gzip, its kind told by its beginning.</summary>
internal sealed record SourceFile(string Path)
{
    private const int Peeked = 1 << 14;

    /// <exception cref="LabException">It cannot be read.</exception>
    public Stream Open()
    {
        var file = LabFile.Open(Path);
        var isPacked = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <exception cref="LabException">It is empty, or none of the kinds.</exception>
    public SourceKind Detect()
    {
        var beginning = Beginning().TrimStart('\ufeff', ' ', '\t', '\r', '\n');
        if (beginning.Length == 0)
        {
            throw new LabException($"{Path} is empty");
        }

        var line = beginning.AsSpan();
        line = line.IndexOfAny('\r', '\n') is >= 0 and var end ? line[..end] : line;
        SourceKind? kind = beginning[0] == '[' ? SourceKind.Detections
            : beginning[0] == '{' ? SourceKind.LogsJson
            : line.StartsWith("id,level,repetition,") ? SourceKind.Events
            : line.Contains("lambda_function_name", StringComparison.Ordinal) ? SourceKind.LogsData
            : line.StartsWith("Type,Name,") || line.StartsWith("\"Type\",\"Name\"") ? SourceKind.LocustStats
            : line.StartsWith("Timestamp,User Count,") || line.StartsWith("\"Timestamp\",\"User Count\"") ? SourceKind.LocustHistory
            : line.StartsWith("Method,Name,Error,") || line.StartsWith("\"Method\",\"Name\",\"Error\"") ? SourceKind.LocustFailures
            : LogText.TryTime(line, out _, out _) ? SourceKind.LogsText
            : null;
        return kind ?? throw ImportKinds.Unknown(Path, line);
    }

    private string Beginning()
    {
        using var stream = Open();
        var buffer = new byte[Peeked];
        return LabFile.Guard(Path, "read", () => Encoding.UTF8.GetString(buffer, 0, stream.ReadAtLeast(buffer, Peeked, throwOnEndOfStream: false)));
    }
}
