using System.Diagnostics;

namespace Headrace.Functions.Environments;

/// <summary>A Python or a Node of this machine.</summary>
/// <param name="Path">Its program.</param>
/// <param name="Version"><c>3.11.2</c>.</param>
/// <param name="Prefix">Where it is installed, when that is not below /usr: to be shown to the function as /var/lang.</param>
public sealed record Interpreter(string Path, string Version, string? Prefix)
{
    /// <summary>The exact version where it is installed, else what goes by the plain name; the system's own before others on the PATH.</summary>
    /// <param name="program"><c>python3</c>, <c>node</c>.</param>
    /// <param name="version"><c>3.13</c>, <c>22</c>.</param>
    public static Interpreter? Find(string program, string version)
    {
        string[] folders = ["/usr/bin", "/usr/local/bin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)];
        string[] names = [program == "python3" ? $"python{version}" : $"{program}{version}", program];
        return names.SelectMany(name => folders.Distinct().Select(folder => System.IO.Path.Combine(folder, name)))
            .Where(IsProgram)
            .Select(Describe)
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>The shims of version managers are scripts that need their manager: not those.</summary>
    private static bool IsProgram(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        Span<byte> start = stackalloc byte[4];
        using var file = File.OpenHandle(path);
        return RandomAccess.Read(file, start, 0) == 4 && start.SequenceEqual("\u007fELF"u8);
    }

    private static Interpreter? Describe(string path)
    {
        var real = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        using var process = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        if (process.ExitCode != 0 || answer.Length == 0)
        {
            return null;
        }

        var version = answer[(answer.LastIndexOf(' ') + 1)..].TrimStart('v');
        return real.StartsWith("/usr/", StringComparison.Ordinal)
            ? new Interpreter(path, version, null)
            : new Interpreter(real, version, System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(real)));
    }
}
