using System.Buffers.Binary;
using System.IO.Compression;
using Headrace.Functions.Registry;
using Headrace.Wire.Checksums;

namespace Headrace.Functions.Code;

/// <summary>Unpacks a deployment package into an empty folder, trusting nothing it says.</summary>
/// <remarks>
/// Every path stays inside the folder: absolute paths, drive letters and <c>..</c> are refused, backslashes count as slashes. Symbolic
/// links are made last, never under another link, and may climb only at their start (<c>../lib/x</c>), so that what they reach is
/// inside too. Sizes are counted as bytes come out, whatever the headers claim. Of entries with one name the last wins.
/// </remarks>
public static class ZipUnpacker
{
    private const int MostEntries = 200_000;
    private const int LongestLinkTarget = 4096;
    private const int FileTypeMask = 0xF000;
    private const int SymbolicLink = 0xA000;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Everything = Readable | Executable | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Unpacks and returns the bytes of all files.</summary>
    /// <param name="zip">Seekable.</param>
    /// <param name="folder">Absolute, empty.</param>
    /// <param name="limit">Bytes, see <see cref="LambdaLimits.UnzippedCode"/>.</param>
    /// <exception cref="LambdaException">No zip, an empty one, one that would leave the folder, or one too big.</exception>
    public static long Unpack(Stream zip, string folder, long limit, CancellationToken cancellationToken)
    {
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            return archive.Entries.Count switch
            {
                0 => throw LambdaErrors.Invalid("Uploaded file must be a non-empty zip"),
                > MostEntries => throw LambdaErrors.Unzip(),
                _ => UnpackEntries(archive, folder, limit, cancellationToken),
            };
        }
        catch (Exception refused) when (refused is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or PathTooLongException)
        {
            throw LambdaErrors.Unzip();
        }
        catch (IOException failure) when (IsTheArchivesFault(failure))
        {
            throw LambdaErrors.Unzip();
        }
    }

    private static long UnpackEntries(ZipArchive archive, string folder, long limit, CancellationToken cancellationToken)
    {
        long total = 0;
        var buffer = new byte[81_920];
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.IsEncrypted || RelativePath(entry.FullName) is not { } relative)
            {
                throw LambdaErrors.Unzip();
            }

            var path = Path.Combine(folder, relative);
            if (relative.Length == 0 || entry.FullName[^1] is '/' or '\\')
            {
                Directory.CreateDirectory(path);
            }
            else if (((entry.ExternalAttributes >> 16) & FileTypeMask) == SymbolicLink)
            {
                links[relative] = ReadLinkTarget(entry);
            }
            else
            {
                links.Remove(relative);
                total = UnpackFile(entry, path, total, limit, buffer, cancellationToken);
            }
        }

        foreach (var (relative, target) in links)
        {
            MakeLink(folder, relative, target, links);
        }

        return total;
    }

    private static long UnpackFile(ZipArchiveEntry entry, string path, long total, long limit, byte[] buffer, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path))
        {
            throw LambdaErrors.Unzip();
        }

        File.Delete(path);
        using var checksum = new Checksum(ChecksumAlgorithm.CRC32);
        using var source = entry.Open();
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
        int read;
        while ((read = source.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            total += read;
            if (total >= limit)
            {
                throw TooBig(limit);
            }

            checksum.Append(buffer.AsSpan(0, read));
            file.Write(buffer, 0, read);
        }

        // Also where the headers name a shorter length than there is: what comes out is cut off there.
        if (checksum.ToBase64() != Convert.ToBase64String(BigEndian(entry.Crc32)))
        {
            throw LambdaErrors.Unzip();
        }

        File.SetUnixFileMode(file.SafeFileHandle, ModeOf(entry));
        return total;
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>AWS's words for a package that unpacks to more than it may.</summary>
    private static LambdaException TooBig(long limit) => LambdaErrors.Invalid($"Unzipped size must be smaller than {limit} bytes");

    /// <summary>The entry's permission bits, readable by all; an entry made where there are none (Windows) may also run.</summary>
    private static UnixFileMode ModeOf(ZipArchiveEntry entry)
    {
        var mode = (UnixFileMode)(entry.ExternalAttributes >> 16) & Everything;
        return mode == 0 ? Readable | Executable | UnixFileMode.UserWrite : mode | Readable;
    }

    private static void MakeLink(string folder, string relative, string target, Dictionary<string, string> links)
    {
        for (var parent = Path.GetDirectoryName(relative); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
        {
            if (links.ContainsKey(parent))
            {
                throw LambdaErrors.Unzip();
            }
        }

        var depth = relative.AsSpan().Count('/');
        var climbs = 0;
        var descending = false;
        foreach (var segment in target.Split('/'))
        {
            climbs += segment == ".." ? 1 : 0;
            descending |= segment is not (".." or "." or "");
            if (segment == ".." && (descending || climbs > depth))
            {
                throw LambdaErrors.Unzip();
            }
        }

        var path = Path.Combine(folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path) || target.Length == 0 || target[0] == '/' || target.Contains('\0', StringComparison.Ordinal))
        {
            throw LambdaErrors.Unzip();
        }

        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    private static string ReadLinkTarget(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        var target = new char[LongestLinkTarget];
        var length = reader.ReadBlock(target);
        return length == LongestLinkTarget ? throw LambdaErrors.Unzip() : new string(target, 0, length);
    }

    /// <summary>The entry's path with slashes, without empty and <c>.</c> segments; null when it would leave the folder.</summary>
    private static string? RelativePath(string name)
    {
        var path = name.Replace('\\', '/');
        if (path.Length == 0 || path[0] == '/' || (path.Length > 1 && path[1] == ':') || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static segment => segment != ".").ToArray();
        return segments.Contains("..") ? null : string.Join('/', segments);
    }

    /// <summary>A name too long, or a file where a folder must be: the archive asks for what no file system can hold. A full disk is not its fault.</summary>
    private static bool IsTheArchivesFault(IOException failure) =>
        failure is DirectoryNotFoundException || (failure.HResult & 0xffff) is 36 or 20 or 17 or 21; // ENAMETOOLONG, ENOTDIR, EEXIST, EISDIR
}
