using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Store.Contents;

/// <summary>The files that hold contents outside the database: <c>segments/EPOCH/NUMBER.seg</c>.</summary>
/// <remarks>
/// Only this run's files are written; those of earlier epochs only ever lose bytes. A segment's number is its epoch, 40 bits up, plus a
/// count, so that it says where its file is.
/// </remarks>
internal sealed class SegmentFolder : IDisposable
{
    public const long BlockSize = 4096;
    private const long FullAt = 1L << 30;
    private const int CountBits = 40;

    private readonly Lock _gate = new();
    private readonly string _root;
    private readonly long _epoch;
    private readonly Dictionary<long, Segment> _open = [];
    private Segment? _shared;
    private long _count;

    public SegmentFolder(string root, long epoch)
    {
        _root = root;
        _epoch = epoch;
        Directory.CreateDirectory(root);
    }

    /// <summary>A length in whole blocks: what an extent takes.</summary>
    public static long Blocks(long length) => (length + BlockSize - 1) & ~(BlockSize - 1);

    /// <summary>An extent of the shared segment.</summary>
    public (Segment Segment, long Start) Reserve(long length)
    {
        lock (_gate)
        {
            if (_shared is { } full && (full.IsBroken || full.End + length > FullAt))
            {
                _shared = null;
                CloseIfDone(full);
            }

            _shared ??= Create(PieceKind.Shared);
            return (_shared, _shared.Reserve(length));
        }
    }

    /// <summary>A file for one content alone.</summary>
    public Segment CreateOwn()
    {
        lock (_gate)
        {
            var segment = Create(PieceKind.Own);
            segment.Reserve(0);
            return segment;
        }
    }

    /// <summary>The stage's row is committed, or its bytes are given up.</summary>
    public void EndStage(Segment segment)
    {
        lock (_gate)
        {
            segment.EndStage();
            CloseIfDone(segment);
        }
    }

    /// <summary>Whether this run still writes to the segment.</summary>
    public bool IsOpen(long number)
    {
        lock (_gate)
        {
            return _open.ContainsKey(number);
        }
    }

    /// <exception cref="IOException">The file is gone or cannot be read.</exception>
    public SafeFileHandle OpenRead(long number, FileOptions options) =>
        File.OpenHandle(PathOf(number), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, options);

    /// <summary>Gives an extent's space back; doing it twice does no harm.</summary>
    public void Punch(long number, long start, long length)
    {
        try
        {
            using var file = File.OpenHandle(PathOf(number), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            LinuxFile.Punch(file, start, length);
        }
        catch (FileNotFoundException)
        {
            // Already gone, with all its extents.
        }
        catch (DirectoryNotFoundException)
        {
        }
    }

    public void Delete(long number)
    {
        try
        {
            File.Delete(PathOf(number));
        }
        catch (DirectoryNotFoundException)
        {
            // Already gone.
        }
    }

    public long Length(long number) => new FileInfo(PathOf(number)).Length;

    /// <summary>The segments that an epoch left.</summary>
    public IEnumerable<long> SegmentsOf(long epoch)
    {
        var folder = FolderOf(epoch);
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.seg"))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count))
            {
                yield return (epoch << CountBits) | count;
            }
        }
    }

    /// <summary>Removes an epoch's folder once it is empty.</summary>
    public void DeleteFolderIfEmpty(long epoch)
    {
        var folder = FolderOf(epoch);
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var segment in _open.Values)
            {
                segment.File.Dispose();
            }

            _open.Clear();
            _shared = null;
        }
    }

    private Segment Create(PieceKind kind)
    {
        var number = (_epoch << CountBits) | ++_count;
        var folder = FolderOf(_epoch);
        if (_count == 1)
        {
            Directory.CreateDirectory(folder);
            LinuxFile.SyncFolder(_root);
        }

        var file = File.OpenHandle(PathOf(number), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var segment = new Segment(number, file, folder, kind);
        _open.Add(number, segment);
        return segment;
    }

    private void CloseIfDone(Segment segment)
    {
        if (segment != _shared && segment.Stages == 0 && _open.Remove(segment.Number))
        {
            segment.File.Dispose();
        }
    }

    private string FolderOf(long epoch) => Path.Combine(_root, epoch.ToString("x", CultureInfo.InvariantCulture));

    private string PathOf(long number) => Path.Combine(
        FolderOf(number >> CountBits), (number & ((1L << CountBits) - 1)).ToString("x8", CultureInfo.InvariantCulture) + ".seg");
}
