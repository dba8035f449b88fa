using System.Globalization;

namespace Headrace.Functions.Environments;

/// <summary>An environment's folder: its /tmp, which outlives the runtime processes in it, and its /etc/passwd.</summary>
internal sealed class TemporaryFolder
{
    private readonly string _folder;
    private readonly bool _isMounted;

    /// <param name="user">Who owns /tmp, or null for the engine's user.</param>
    /// <param name="megabytes">Its size, where the engine may mount.</param>
    public TemporaryFolder(string folder, uint? user, int megabytes, bool canMount)
    {
        _folder = folder;
        Directory.CreateDirectory(Temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _isMounted = canMount && Mount(Temporary, user ?? Libc.EffectiveUser(), megabytes);
        if (!_isMounted && user is { } owner)
        {
            _ = Libc.ChangeOwner(Temporary, owner, owner);
        }

        var id = (user ?? 993).ToString(CultureInfo.InvariantCulture);
        File.WriteAllText(Accounts, $"root:x:0:0:root:/root:/sbin/nologin\nsbx_user1051:x:{id}:{id}::/tmp:/sbin/nologin\n");
    }

    public string Temporary => Path.Combine(_folder, "tmp");

    public string Accounts => Path.Combine(_folder, "passwd");

    public static bool CanMount(string probe)
    {
        Directory.CreateDirectory(probe);
        return Mount(probe, 0, 1) && Libc.Unmount(probe, Libc.UnmountDetach) == 0;
    }

    /// <summary>Removes what environments of an engine that died left in <paramref name="root"/>.</summary>
    public static void Sweep(string root)
    {
        foreach (var folder in Directory.Exists(root) ? Directory.GetDirectories(root) : [])
        {
            Remove(folder, isMounted: true);
        }
    }

    public void Remove() => Remove(_folder, _isMounted);

    private static void Remove(string folder, bool isMounted)
    {
        if (isMounted)
        {
            _ = Libc.Unmount(Path.Combine(folder, "tmp"), Libc.UnmountDetach);
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception leftover) when (leftover is IOException or UnauthorizedAccessException)
        {
            // A function may have made folders that cannot be entered; the next start tries again.
        }
    }

    private static bool Mount(string target, uint owner, int megabytes) =>
        Libc.Mount(
            "tmpfs", target, "tmpfs", Libc.MountNoSuid | Libc.MountNoDev,
            string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0700,uid={owner},gid={owner}")) == 0;
}
