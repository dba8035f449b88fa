using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Store.Contents;

/// <summary>The file calls that .NET does not offer.</summary>
internal static partial class LinuxFile
{
    private const int KeepSize = 1, PunchHole = 2;
    private const int OpenDirectory = 0x10000 | 0x80000; // O_RDONLY | O_DIRECTORY | O_CLOEXEC
    private const int NotSupported = 95, BadDescriptor = 22, CrossDevice = 18, NoSuchCall = 38;
    private const uint StartWriteback = 2;

    /// <summary>Forces a file's bytes, and what is needed to find them, to disk.</summary>
    public static void SyncData(SafeFileHandle file) => Check(FDataSync(file), "fdatasync");

    /// <summary>Forces a folder's entries to disk: a new file's bytes are no use without its name.</summary>
    public static void SyncFolder(string path)
    {
        var descriptor = Open(path, OpenDirectory);
        Check(descriptor, "open");
        try
        {
            Check(FSync(descriptor), "fsync");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Asks the kernel to begin writing a range out, so that a later sync has little left to do.</summary>
    public static void BeginWriteback(SafeFileHandle file, long start, long length) => _ = SyncFileRange(file, start, length, StartWriteback);

    /// <summary>Gives a range's blocks back to the file system. Where that cannot be done the space stays taken until the file goes.</summary>
    public static void Punch(SafeFileHandle file, long start, long length)
    {
        if (FAllocate(file, KeepSize | PunchHole, start, length) < 0 && Marshal.GetLastPInvokeError() is not (NotSupported or NoSuchCall))
        {
            throw Failure("fallocate");
        }
    }

    /// <summary>Copies inside the kernel; false when these two files do not allow it and nothing has been copied.</summary>
    public static unsafe bool TryCopy(SafeFileHandle from, long fromStart, SafeFileHandle to, long toStart, long length)
    {
        for (var copied = false; length > 0; copied = true)
        {
            var done = CopyFileRange(from, &fromStart, to, &toStart, (nuint)Math.Min(length, 1 << 30), 0);
            if (done < 0 && !copied && Marshal.GetLastPInvokeError() is NotSupported or BadDescriptor or CrossDevice or NoSuchCall)
            {
                return false;
            }

            Check(done, "copy_file_range");
            if (done == 0)
            {
                throw new IOException("copy_file_range reached the end of the source too early");
            }

            length -= done;
        }

        return true;
    }

    private static void Check(nint result, string call)
    {
        if (result < 0)
        {
            throw Failure(call);
        }
    }

    private static IOException Failure(string call) => new($"{call}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int FAllocate(SafeFileHandle file, int mode, long start, long length);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static partial int SyncFileRange(SafeFileHandle file, long start, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    private static unsafe partial nint CopyFileRange(SafeFileHandle from, long* fromStart, SafeFileHandle to, long* toStart, nuint length, uint flags);
}
