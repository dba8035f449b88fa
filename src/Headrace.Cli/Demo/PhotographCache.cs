using System.Globalization;
using Headrace.Vision.Photographs;

namespace Headrace.Cli.Demo;

/// <summary>Made photographs, kept in the user's cache: making them takes longer than all the rest of a short demo.</summary>
internal static class PhotographCache
{
    private static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".cache"),
        "headrace", HeadraceVersion.Text);

    /// <summary>The photographs of seeds 0 to <paramref name="count"/> - 1, their sizes in turn.</summary>
    public static byte[][] Get(int count)
    {
        var photographs = new byte[count][];
        Parallel.For(0, count, seed => photographs[seed] = Get(seed, PhotographGenerator.Sizes[seed % PhotographGenerator.Sizes.Length]));
        return photographs;
    }

    private static byte[] Get(int seed, (int Width, int Height) size)
    {
        var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"photograph-{seed}-{size.Width}x{size.Height}.jpg"));
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        var photograph = PhotographGenerator.Create(seed, size.Width, size.Height);
        try
        {
            Directory.CreateDirectory(Folder);
            var written = $"{path}.{Environment.ProcessId}";
            File.WriteAllBytes(written, photograph);
            File.Move(written, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // No cache, no harm: the next demo makes them again.
        }

        return photograph;
    }
}
