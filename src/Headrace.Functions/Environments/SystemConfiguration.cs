namespace Headrace.Functions.Environments;

/// <summary>The pieces of /etc that programs need, copied into one folder: the sandbox binds that, and nothing else of the machine's /etc shows.</summary>
/// <remarks>One folder instead of twenty binds, for bwrap reads the list of all mounts after each.</remarks>
internal sealed class SystemConfiguration
{
    private const long LongestFile = 4 * 1024 * 1024;

    private static readonly string[] Names =
    [
        "ld.so.cache", "host.conf", "nsswitch.conf", "gai.conf", "services", "protocols", "localtime", "os-release", "mime.types", "ssl", "pki",
        "alternatives", "fonts", "python3", "python3.11", "python3.12", "python3.13", "python3.14",
    ];

    /// <summary>What a network change rewrites.</summary>
    private static readonly string[] NetworkNames = ["resolv.conf", "hosts"];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTime> _copied = [];

    /// <param name="folder">Made anew.</param>
    public SystemConfiguration(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        foreach (var name in Names)
        {
            Copy(Path.Combine("/etc", name), Path.Combine(folder, name));
        }

        File.WriteAllText(Accounts, "root:x:0:0:root:/root:/sbin/nologin\nsbx_user1051:x:993:990::/tmp:/sbin/nologin\n");
        Refresh();
    }

    public string Folder { get; }

    private string Accounts => Path.Combine(Folder, "passwd");

    /// <summary>Gives a user id a name.</summary>
    public void AddUser(uint id)
    {
        lock (_lock)
        {
            File.AppendAllText(Accounts, FormattableString.Invariant($"sbx_user{id}:x:{id}:{id}::/tmp:/sbin/nologin\n"));
        }
    }

    /// <summary>Brings what depends on the network up to date. Two file times when nothing has changed.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            foreach (var name in NetworkNames)
            {
                var source = new FileInfo(Path.Combine("/etc", name));
                var changed = source.LastWriteTimeUtc;
                if (source.Exists && (!_copied.TryGetValue(name, out var known) || known != changed))
                {
                    var target = Path.Combine(Folder, name);
                    File.Copy(source.FullName, target + ".new", overwrite: true);
                    File.Move(target + ".new", target, overwrite: true);
                    _copied[name] = changed;
                }
            }
        }
    }

    /// <summary>Files, folders and links as they are; what this process may not read is not for functions either.</summary>
    private static void Copy(string source, string target)
    {
        try
        {
            var info = new FileInfo(source);
            if (source.EndsWith(".gz", StringComparison.Ordinal))
            {
                // Most alternatives are manual pages.
                return;
            }

            if (Directory.Exists(source) && info.LinkTarget is null)
            {
                Directory.CreateDirectory(target);
                foreach (var entry in Directory.EnumerateFileSystemEntries(source))
                {
                    Copy(entry, Path.Combine(target, Path.GetFileName(entry)));
                }
            }
            else if (info.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else if (info.Exists && info.Length <= LongestFile && (info.UnixFileMode & UnixFileMode.OtherRead) != 0)
            {
                File.Copy(source, target);
            }
        }
        catch (UnauthorizedAccessException)
        {
            // A private folder.
        }
    }
}
