using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Functions.Environments;

/// <summary>An environment's /tmp, which outlives the runtime processes in it: a tmpfs of its size where the engine may mount, else a folder.</summary>
/// <remarks>
/// The tmpfs is in the machine's mount table only while a sandbox takes it over: bwrap reads that table again and again, and with
/// hundreds of environments in it every start would take longer than the last.
/// </remarks>
internal sealed class TemporaryFolder
{
    private readonly Lock _lock = new();
    private readonly uint? _user;
    private readonly int _megabytes;
    private readonly bool _canMount;
    private SafeFileHandle? _tree;
    private bool _isAttached;

    /// <param name="path">Its place; made here.</param>
    /// <param name="user">Who owns it, or null for the engine's user.</param>
    /// <param name="megabytes">Its size, where the engine may mount.</param>
    public TemporaryFolder(string path, uint? user, int megabytes, bool canMount)
    {
        Path = path;
        _user = user;
        _megabytes = megabytes;
        _canMount = canMount;
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!canMount && user is { } owner)
        {
            _ = Libc.ChangeOwner(path, owner, owner);
        }
    }

    public string Path { get; }

    /// <summary>A small tmpfs for what dies with the engine, out of reach of mount propagation.</summary>
    /// <returns>Whether this engine may mount at all.</returns>
    public static bool MountRoot(string root) =>
        Libc.Mount("tmpfs", root, "tmpfs", Libc.MountNoSuid | Libc.MountNoDev, "size=64m,mode=0755") == 0
        && Libc.Mount("", root, "", Libc.MountPrivate, "") == 0;

    /// <summary>Removes such a root with the environments that an engine left in it when it died.</summary>
    /// <param name="environments">Their folder, below <paramref name="root"/>.</param>
    public static void Sweep(string root, string environments)
    {
        var places = System.IO.Path.Combine(root, environments);
        foreach (var place in Directory.Exists(places) ? Directory.GetDirectories(places) : [])
        {
            _ = Libc.Unmount(place, Libc.UnmountDetach);
        }

        _ = Libc.Unmount(root, Libc.UnmountDetach);
        Delete(root);
    }

    /// <summary>Puts it in its place, for a sandbox to take over. Where that fails, of all things, the place is an unlimited folder.</summary>
    public void Attach()
    {
        lock (_lock)
        {
            if (!_canMount || _isAttached)
            {
                return;
            }

            var owner = _user ?? Libc.EffectiveUser();
            _isAttached = _tree is { } tree
                ? Libc.MoveMount(tree, Path) == 0
                : Libc.Mount(
                    "tmpfs", Path, "tmpfs", Libc.MountNoSuid | Libc.MountNoDev,
                    string.Create(CultureInfo.InvariantCulture, $"size={_megabytes}m,mode=0700,uid={owner},gid={owner}")) == 0;
            if (!_isAttached)
            {
                _ = Libc.ChangeOwner(Path, owner, owner);
                return;
            }

            _tree?.Dispose();
            _tree = Libc.CloneMount(Path);
        }
    }

    /// <summary>Takes it out of the mount table again; the sandbox and a handle keep it. Without that system call (Linux 5.2) it stays.</summary>
    public void Detach()
    {
        lock (_lock)
        {
            if (_isAttached && _tree is not null)
            {
                _isAttached = Libc.Unmount(Path, Libc.UnmountDetach) != 0;
            }
        }
    }

    public void Remove()
    {
        lock (_lock)
        {
            if (_isAttached)
            {
                _ = Libc.Unmount(Path, Libc.UnmountDetach);
            }

            _tree?.Dispose();
            Delete(Path);
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was left.
        }
        catch (Exception leftover) when (leftover is IOException or UnauthorizedAccessException)
        {
            // A function may have made folders that cannot be entered; the next start tries again.
        }
    }
}
