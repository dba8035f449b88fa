using System.Collections.Immutable;

namespace Headrace.Functions.Environments;

/// <summary>Several layers as one folder, later ones over earlier ones, as Lambda shows them in /opt.</summary>
internal static class LayerMerge
{
    /// <summary>The folder to show as /opt: null without layers, the layer itself when there is one, else a tree of hard links.</summary>
    /// <param name="target">Where the tree is made; made once.</param>
    public static string? Prepare(ImmutableArray<string> layers, string target)
    {
        if (layers.Length <= 1)
        {
            return layers.FirstOrDefault();
        }

        if (!Directory.Exists(target))
        {
            var unfinished = $"{target}.{Guid.NewGuid():N}";
            foreach (var layer in layers)
            {
                Overlay(new DirectoryInfo(layer), unfinished);
            }

            try
            {
                Directory.Move(unfinished, target);
            }
            catch (IOException) when (Directory.Exists(target))
            {
                // Another environment of the function was quicker.
                Directory.Delete(unfinished, recursive: true);
            }
        }

        return target;
    }

    private static void Overlay(DirectoryInfo source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in source.EnumerateFileSystemInfos())
        {
            var path = Path.Combine(target, entry.Name);
            if (entry is DirectoryInfo { LinkTarget: null } folder)
            {
                Overlay(folder, path);
                continue;
            }

            File.Delete(path);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(path, link);
            }
            else if (Libc.Link(entry.FullName, path) != 0)
            {
                File.Copy(entry.FullName, path);
            }
        }
    }
}
