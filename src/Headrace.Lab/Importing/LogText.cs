using System.Text;
using System.Text.RegularExpressions;
using Headrace.Lab.Joining;

namespace Headrace.Lab.Importing;

/// <summary>Lines with a time stamp each: the export of a log group to S3 (gzip, a folder for each stream), <c>aws logs tail</c> (with the stream's name, or <c>--format short</c>). A line without one goes on with the event before.</summary>
internal static partial class LogText
{
    private const int LongestLine = 1 << 20;

    public static void Read(SourceFile file, InvocationLog log)
    {
        // The export to S3 has a folder for each stream; where nothing names one, the file is taken for one.
        var fileStream = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file.Path))) is { Length: > 0 } folder && Path.GetFileName(file.Path).EndsWith(".gz", StringComparison.Ordinal)
            ? folder
            : Path.GetFileName(file.Path);
        using var reader = new StreamReader(file.Open(), new UTF8Encoding(false, throwOnInvalidBytes: true));
        var message = new StringBuilder();
        var (at, stream, number) = (0L, "", 0L);
        while (NextLine(reader, file, number + 1) is { } line)
        {
            number++;
            if (TryTime(line, out var time, out var length))
            {
                Flush();
                var rest = line.AsSpan(length).TrimStart(" \t");
                var name = StreamName().Match(rest.ToString()) is { Success: true } match ? match.Value.TrimEnd() : null;
                (at, stream) = (time.ToUnixTimeMilliseconds(), name ?? fileStream);
                message.Append(name is null ? rest : rest[name.Length..].TrimStart(" \t"));
            }
            else if (number == 1)
            {
                throw LabException.At(file.Path, 1, 1, "a log line begins with its time, such as 2025-05-08T23:00:17.448Z");
            }
            else if (message.Length < LongestLine)
            {
                message.Append('\n').Append(line);
            }
        }

        Flush();

        void Flush()
        {
            if (message.Length > 0)
            {
                log.Add(new LogEvent(stream, at, message.ToString()));
                message.Clear();
            }
        }
    }

    /// <summary>The ISO 8601 time that a line begins with.</summary>
    /// <param name="length">Its characters.</param>
    public static bool TryTime(ReadOnlySpan<char> line, out DateTimeOffset time, out int length)
    {
        length = line.IndexOfAny(' ', '\t');
        length = length < 0 ? line.Length : length;
        time = default;
        if (length is < 19 or > 35 || line[10] != 'T' || !TimeText.TryParse(line[..length], TimeZoneInfo.Utc, out var moment))
        {
            return false;
        }

        time = moment.ToDateTimeOffset();
        return true;
    }

    private static string? NextLine(StreamReader reader, SourceFile file, long number)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (InvalidDataException)
        {
            throw LabException.At(file.Path, number, 1, "the gzip data is damaged here");
        }
        catch (DecoderFallbackException)
        {
            throw LabException.At(file.Path, number, 1, "not UTF-8 text");
        }
        catch (IOException failure)
        {
            throw LabException.At(file.Path, number, 1, $"the file cannot be read on: {failure.Message}");
        }
    }

    /// <summary><c>2025/05/08/[$LATEST]0123456789abcdef0123456789abcdef</c>, with the function's name before the bracket on newer ones.</summary>
    [GeneratedRegex(@"^\d{4}/\d{2}/\d{2}/\S*\[[^\]\s]+\]\S+(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex StreamName();
}
