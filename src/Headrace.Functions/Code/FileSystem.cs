using System.Runtime.InteropServices;

namespace Headrace.Functions.Code;

/// <summary>What .NET does not offer of the file system.</summary>
internal static partial class FileSystem
{
    /// <summary>Forces everything written to the file system that holds <paramref name="path"/> to disk (syncfs): one call for a tree of files.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Flush(string path)
    {
        using var marker = File.OpenHandle(Path.Combine(path, ".flush"), FileMode.Create, FileAccess.Write, options: FileOptions.DeleteOnClose);
        if (SyncFileSystem(marker) != 0)
        {
            throw new IOException($"syncfs failed on {path}: error {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(SafeHandle file);
}
