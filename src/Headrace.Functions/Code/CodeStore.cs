using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Headrace.Functions.Registry;

namespace Headrace.Functions.Code;

/// <summary>
/// Deployment packages by content: <c>HEX.zip</c> as uploaded and <c>HEX/</c> unpacked once, for all functions, versions and layers
/// that share it. What is there is whole (it is unpacked elsewhere, flushed, then renamed) and never changes.
/// </summary>
public sealed class CodeStore : IDisposable
{
    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, int> _leases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _unusedSince = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _adding = new(1);

    private CodeStore(string folder, TimeProvider time)
    {
        _folder = folder;
        _time = time;
    }

    /// <summary>No invocation outlives this: what has been unused for so long is run by nobody.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromMinutes(16);

    /// <param name="folder">Created when absent. What an interrupted upload left is removed.</param>
    public static CodeStore Open(string folder, TimeProvider time)
    {
        var full = Directory.CreateDirectory(folder).FullName;
        foreach (var leftover in Directory.EnumerateFileSystemEntries(full, "new-*"))
        {
            Remove(leftover);
        }

        return new CodeStore(full, time);
    }

    /// <summary>Stores and unpacks a zip, unless its content is there already. Hold the lease until a committed row points at it.</summary>
    /// <exception cref="LambdaException">What AWS says to a zip that is too big, empty, broken or hostile.</exception>
    public async Task<CodeLease> AddAsync(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken)
    {
        if (zip.Length > LambdaLimits.ZippedCode)
        {
            throw LambdaErrors.TooLarge($"Zipped size must be smaller than {LambdaLimits.ZippedCode} bytes");
        }

        if (zip.IsEmpty)
        {
            throw LambdaErrors.Invalid("Uploaded file must be a non-empty zip");
        }

        var sha = Convert.ToBase64String(SHA256.HashData(zip.Span));
        _leases.AddOrUpdate(sha, 1, static (_, count) => count + 1);
        try
        {
            // One at a time: unpacking is disk-bound, and two uploads of one package must not race to its name.
            await _adding.WaitAsync(cancellationToken);
            try
            {
                var size = File.Exists(SizeFile(sha)) ? await ReadSizeAsync(sha, cancellationToken) : Unpack(zip, sha, cancellationToken);
                return new CodeLease(this, new CodePackage(sha, zip.Length, size));
            }
            finally
            {
                _adding.Release();
            }
        }
        catch
        {
            Release(sha);
            throw;
        }
    }

    /// <summary>The unpacked package: absolute, read-only by agreement.</summary>
    public string DirectoryOf(string sha256) => Path.Combine(_folder, Hex(sha256));

    /// <summary>The zip as uploaded.</summary>
    public string ArchiveOf(string sha256) => DirectoryOf(sha256) + ".zip";

    /// <summary>Removes the packages that have been out of use for <see cref="Grace"/>.</summary>
    /// <param name="used">The SHA-256s (base64) that functions and layers point at.</param>
    public void Collect(IReadOnlySet<string> used, bool atOnce = false)
    {
        var names = used.Select(Hex).ToHashSet(StringComparer.Ordinal);
        var leased = _leases.Keys.Select(Hex).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_folder, "*.zip"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (names.Contains(name) || leased.Contains(name))
            {
                _unusedSince.TryRemove(name, out _);
            }
            else if (atOnce || _time.GetElapsedTime(_unusedSince.GetOrAdd(name, static (_, now) => now, _time.GetTimestamp())) >= Grace)
            {
                // The size file vouches for the rest: it goes first.
                File.Delete(Path.Combine(_folder, name + ".size"));
                Remove(Path.Combine(_folder, name));
                File.Delete(file);
                _unusedSince.TryRemove(name, out _);
            }
        }
    }

    public void Dispose() => _adding.Dispose();

    internal void Release(string sha)
    {
        if (_leases.AddOrUpdate(sha, 0, static (_, count) => count - 1) <= 0)
        {
            _leases.TryRemove(KeyValuePair.Create(sha, 0));
        }
    }

    private long Unpack(ReadOnlyMemory<byte> zip, string sha, CancellationToken cancellationToken)
    {
        var work = Path.Combine(_folder, $"new-{Guid.NewGuid():N}");
        try
        {
            var unpacked = Directory.CreateDirectory(Path.Combine(work, "code")).FullName;
            using var stream = MemoryMarshal.TryGetArray(zip, out var bytes)
                ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
                : new MemoryStream(zip.ToArray(), writable: false);
            var size = ZipUnpacker.Unpack(stream, unpacked, LambdaLimits.UnzippedCode, cancellationToken);
            File.WriteAllBytes(Path.Combine(work, "zip"), zip.Span);
            File.WriteAllText(Path.Combine(work, "size"), size.ToString(CultureInfo.InvariantCulture));
            FileSystem.Flush(work);

            Remove(DirectoryOf(sha));
            Directory.Move(unpacked, DirectoryOf(sha));
            File.Move(Path.Combine(work, "zip"), ArchiveOf(sha), overwrite: true);
            File.Move(Path.Combine(work, "size"), SizeFile(sha), overwrite: true);
            FileSystem.Flush(_folder);
            return size;
        }
        finally
        {
            Remove(work);
        }
    }

    private async Task<long> ReadSizeAsync(string sha, CancellationToken cancellationToken) =>
        long.Parse(await File.ReadAllTextAsync(SizeFile(sha), cancellationToken), CultureInfo.InvariantCulture);

    private string SizeFile(string sha) => DirectoryOf(sha) + ".size";

    private static string Hex(string sha256) => Convert.ToHexStringLower(Convert.FromBase64String(sha256));

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }
}
