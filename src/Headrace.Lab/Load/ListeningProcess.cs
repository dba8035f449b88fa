using System.Globalization;

namespace Headrace.Lab.Load;

/// <summary>Which process listens on a port of this machine, by Linux's /proc.</summary>
internal static class ListeningProcess
{
    private const string Listening = "0A";

    /// <summary>Null: nobody, or nobody who may be looked at. This process itself is not meant.</summary>
    public static int? On(int port)
    {
        var sockets = ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists).SelectMany(File.ReadLines).Select(line => SocketOn(port, line)).OfType<string>().ToHashSet();
        return sockets.Count == 0 ? null
            : Directory.EnumerateDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && id != Environment.ProcessId && Holds(id, sockets)).Select(id => (int?)id).FirstOrDefault();
    }

    /// <summary><c>sl local_address rem_address st … uid timeout inode</c></summary>
    private static string? SocketOn(int port, string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port:X4}"), StringComparison.Ordinal) ? $"socket:[{fields[9]}]" : null;
    }

    private static bool Holds(int process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => File.ResolveLinkTarget(file, returnFinalTarget: false) is { } target && sockets.Contains(target.Name));
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
