using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Telemetry.Logs;

/// <summary>
/// A long stream's sparse index, a file beside the stream's: for about every 64 KB the timestamp (i64) and the position (i64) of a frame. A
/// stream of a few invocations has none.
/// </summary>
/// <remarks>The index is a hint: whoever follows an entry checks that such a frame stands there, and walks from the beginning where none does.</remarks>
internal static class LogIndex
{
    /// <summary>What a reader that found its entry still has to walk.</summary>
    public const long Interval = 64 * 1024;

    private const int EntryLength = 2 * sizeof(long);

    public static string PathOf(string streamPath) => Path.Combine(Path.GetDirectoryName(streamPath)!, ".index-" + Path.GetFileName(streamPath));

    public static void Append(string streamPath, long timestamp, long position)
    {
        Span<byte> entry = stackalloc byte[EntryLength];
        BinaryPrimitives.WriteInt64LittleEndian(entry, timestamp);
        BinaryPrimitives.WriteInt64LittleEndian(entry[sizeof(long)..], position);
        try
        {
            using var handle = File.OpenHandle(PathOf(streamPath), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Write(handle, entry, RandomAccess.GetLength(handle) / EntryLength * EntryLength);
        }
        catch (DirectoryNotFoundException)
        {
            // The group is being deleted, the stream with it.
        }
    }

    /// <summary>Drops the entries from a position on: what stood there stands there no more.</summary>
    public static void CutFrom(string streamPath, long position)
    {
        if (TryOpen(streamPath, FileAccess.ReadWrite) is { } handle)
        {
            using (handle)
            {
                RandomAccess.SetLength(handle, CountWhere(handle, entry => entry.Position < position) * EntryLength);
            }
        }
    }

    public static void Delete(string streamPath) => File.Delete(PathOf(streamPath));

    /// <summary>The last entry of a frame that is older than <paramref name="timestamp"/>; null when there is none.</summary>
    public static (long Timestamp, long Position)? Before(string streamPath, long timestamp)
    {
        using var handle = TryOpen(streamPath, FileAccess.Read);
        return handle is not null && CountWhere(handle, entry => entry.Timestamp < timestamp) is > 0 and var count ? Read(handle, count - 1) : null;
    }

    /// <summary>The last entry; null when there is none.</summary>
    public static (long Timestamp, long Position)? Last(string streamPath) => Before(streamPath, long.MaxValue);

    /// <summary>How many entries fulfil what the first ones do and the later ones do not.</summary>
    private static long CountWhere(SafeFileHandle handle, Func<(long Timestamp, long Position), bool> isBefore)
    {
        long low = 0;
        var high = RandomAccess.GetLength(handle) / EntryLength;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isBefore(Read(handle, middle)) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static (long Timestamp, long Position) Read(SafeFileHandle handle, long entryNumber)
    {
        Span<byte> entry = stackalloc byte[EntryLength];
        return RandomAccess.Read(handle, entry, entryNumber * EntryLength) == EntryLength
            ? (BinaryPrimitives.ReadInt64LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry[sizeof(long)..]))
            : (long.MaxValue, long.MaxValue);
    }

    private static SafeFileHandle? TryOpen(string streamPath, FileAccess access)
    {
        try
        {
            return File.OpenHandle(PathOf(streamPath), FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
