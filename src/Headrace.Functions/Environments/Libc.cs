using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Functions.Environments;

/// <summary>The few calls of Linux's C library that .NET has no name for.</summary>
internal static unsafe partial class Libc
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const short SpawnSetSigDef = 4;
    public const short SpawnSetSigMask = 8;
    public const short SpawnSetSid = 0x80;
    public const int EpollIn = 1;
    public const int EpollAdd = 1;
    public const int EpollRemove = 2;
    public const ulong MountNoSuid = 2;
    public const ulong MountNoDev = 4;
    public const ulong MountPrivate = 1 << 18;
    public const int UnmountDetach = 2;

    private const long PidfdSendSignalNumber = 424;
    private const long OpenTreeNumber = 428;
    private const long MoveMountNumber = 429;
    private const long PidfdOpenNumber = 434;
    private const int WaitByPidfd = 3;
    private const int WaitExited = 4;

    /// <summary>x86-64 packs <c>struct epoll_event</c>; other machines align it.</summary>
    public static int EpollEventSize { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    public static int EpollEventData { get; } = EpollEventSize - sizeof(long);

    public static Win32Exception LastError() => new(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(out int pid, string path, byte* fileActions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitFileActions(byte* fileActions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyFileActions(byte* fileActions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDup2(byte* fileActions, SafeFileHandle from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetSpawnFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetSpawnMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetSpawnDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int SetFlags(SafeFileHandle file, int command, long flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreateEpoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlEpoll(SafeFileHandle epoll, int operation, SafeFileHandle file, byte* request);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitEpoll(SafeFileHandle epoll, byte* events, int count, int timeout);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string existing, string path);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unmount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int CreateSocket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(SafeFileHandle socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeFileHandle socket, byte* buffer, nint length, int flags);

    /// <summary>A handle that stays this process's even after its number is used again.</summary>
    public static SafeFileHandle OpenProcess(int pid) => Owned((int)SystemCall(PidfdOpenNumber, pid, 0, 0, 0, 0));

    /// <summary>Does nothing when the process is gone.</summary>
    public static void Signal(SafeFileHandle process, int signal) => SystemCall(PidfdSendSignalNumber, (int)process.DangerousGetHandle(), signal, 0, 0, 0);

    /// <summary>A mount as a handle, apart from every mount table (open_tree(2)); null where Linux cannot.</summary>
    public static SafeFileHandle? CloneMount(string path)
    {
        const int atCurrentFolder = -100, clone = 1;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var tree = (int)SystemCall(OpenTreeNumber, atCurrentFolder, (long)name, clone | CloseOnExec, 0, 0);
            return tree < 0 ? null : Owned(tree);
        }
    }

    /// <summary>Puts such a mount into the table (move_mount(2)).</summary>
    public static int MoveMount(SafeFileHandle tree, string path)
    {
        const int atCurrentFolder = -100, emptySource = 4;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'), empty = "\0"u8)
        {
            return (int)SystemCall(MoveMountNumber, (int)tree.DangerousGetHandle(), (long)empty, atCurrentFolder, (long)name, emptySource);
        }
    }

    /// <summary>Reaps an ended child and says how it ended.</summary>
    public static ExitStatus Reap(SafeFileHandle process)
    {
        // siginfo_t: si_code at 8, si_status at 24 on 64-bit Linux.
        var info = stackalloc byte[128];
        while (WaitId(WaitByPidfd, (int)process.DangerousGetHandle(), info, WaitExited) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw LastError();
            }
        }

        const int exited = 1;
        var status = *(int*)(info + 24);
        return *(int*)(info + 8) == exited ? ExitStatus.OfCode(status) : ExitStatus.OfSignal(status);
    }

    public static SafeFileHandle Owned(int descriptor) => descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw LastError();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, long first, long second, long third, long fourth, long fifth);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitId(int kind, int id, byte* info, int options);
}
