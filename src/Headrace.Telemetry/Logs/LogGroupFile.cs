using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Headrace.Telemetry.Logs;

/// <summary>What a group is besides its streams, in a file in its folder: only for groups that a client has created or changed.</summary>
internal static class LogGroupFile
{
    /// <summary>No stream's: those never begin with a dot.</summary>
    private const string FileName = ".group";

    /// <summary>Holds the name of a group whose name is too long for a folder, and nothing else.</summary>
    private const string LongNameFile = ".name";

    /// <summary>Null when the folder is none of a group.</summary>
    public static LogGroup? Read(string folder)
    {
        var folderName = Path.GetFileName(folder);
        if (folderName.StartsWith('.'))
        {
            return null;
        }

        var path = Path.Combine(folder, FileName);
        if (File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllBytes(path), LogJson.Default.LogGroupContent) is { } content)
        {
            return new LogGroup(content.Name, content.CreationTime, content.RetentionInDays, content.Tags.ToImmutableSortedDictionary(StringComparer.Ordinal));
        }

        var longName = Path.Combine(folder, LongNameFile);
        var name = LogName.Decode(folderName) ?? (File.Exists(longName) ? File.ReadAllText(longName) : null);
        return name is null
            ? null
            : new LogGroup(name, new DateTimeOffset(Directory.GetCreationTimeUtc(folder)).ToUnixTimeMilliseconds(), null, ImmutableSortedDictionary<string, string>.Empty);
    }

    /// <summary>Makes the folder, with the name in it where the folder's own name cannot say it.</summary>
    public static void Create(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        if (LogName.Decode(Path.GetFileName(folder)) is null)
        {
            File.WriteAllText(Path.Combine(folder, LongNameFile), name);
        }
    }

    /// <summary>Whole or not at all, and on disk when this returns.</summary>
    public static void Write(string folder, LogGroup group)
    {
        var path = Path.Combine(folder, FileName);
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new LogGroupContent(group.Name, group.CreationTime, group.RetentionInDays, group.Tags.ToDictionary()), LogJson.Default.LogGroupContent);
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}

internal sealed record LogGroupContent(string Name, long CreationTime, int? RetentionInDays, Dictionary<string, string> Tags);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LogGroupContent))]
internal sealed partial class LogJson : JsonSerializerContext;
