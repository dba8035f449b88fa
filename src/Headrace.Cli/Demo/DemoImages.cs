using System.Globalization;

namespace Headrace.Cli.Demo;

/// <summary>What a demo uploads: made photographs, or a folder's files. Keys are in the order of listing.</summary>
internal sealed class DemoImages
{
    /// <summary>Two of each size.</summary>
    private const int MostDifferent = 6;

    private readonly Func<int, ReadOnlyMemory<byte>> _read;

    private DemoImages(IReadOnlyList<string> keys, Func<int, ReadOnlyMemory<byte>> read)
    {
        Keys = keys;
        _read = read;
    }

    public IReadOnlyList<string> Keys { get; }

    public int Count => Keys.Count;

    public ReadOnlyMemory<byte> Read(int index) => _read(index);

    /// <summary>Photographs of three usual sizes in turn; a few different ones, uploaded again and again under other keys.</summary>
    public static DemoImages Made(int count)
    {
        var different = PhotographCache.Get(Math.Min(count, MostDifferent));
        return new DemoImages(
            [.. Enumerable.Range(0, count).Select(index => string.Create(CultureInfo.InvariantCulture, $"photograph-{index:0000000}.jpg"))],
            index => different[index % different.Length]);
    }

    /// <exception cref="CommandException">No such folder, or nothing in it.</exception>
    public static DemoImages FromFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CommandException($"There is no folder {folder}.");
        }

        var keys = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(key => !key.Split('/').Any(part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal)
            .ToList();
        return keys.Count > 0
            ? new DemoImages(keys, index => File.ReadAllBytes(Path.Combine(folder, keys[index])))
            : throw new CommandException($"There are no files in {folder}.");
    }
}
