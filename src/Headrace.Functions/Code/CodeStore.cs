using System.Collections.Concurrent;
using System.Globalization;
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
    private readonly Dictionary<string, long> _unusedSince = new(StringComparer.Ordinal);
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
    /// <param name="zip">Read to its end; memory stays bounded whatever its length.</param>
    /// <exception cref="LambdaException">What AWS says to a zip that is too big, empty, broken or hostile.</exception>
    public async Task<CodeLease> AddAsync(Stream zip, CancellationToken cancellationToken)
    {
        var work = Path.Combine(_folder, $"new-{Guid.NewGuid():N}");
        Directory.CreateDirectory(work);
        try
        {
            var (sha, size) = await SpoolAsync(zip, Path.Combine(work, "zip"), cancellationToken);
            var lease = new CodeLease(this, sha);
            try
            {
                // One at a time: unpacking is disk-bound, and two uploads of one package must not race to its name.
                await _adding.WaitAsync(cancellationToken);
                try
                {
                    var unzipped = File.Exists(SizeFile(sha)) ? await ReadSizeAsync(sha, cancellationToken) : Unpack(work, sha, cancellationToken);
                    lease.Package = new CodePackage(sha, size, unzipped);
                    return lease;
                }
                finally
                {
                    _adding.Release();
                }
            }
            catch
            {
                lease.Dispose();
                throw;
            }
        }
        finally
        {
            Remove(work);
        }
    }

    /// <summary>The unpacked package: absolute, read-only by agreement.</summary>
    public string DirectoryOf(string sha256) => Path.Combine(_folder, Hex(sha256));

    /// <summary>The zip as uploaded.</summary>
    public string ArchiveOf(string sha256) => DirectoryOf(sha256) + ".zip";

    /// <summary>Removes the packages that have been out of use for <see cref="Grace"/>; leaves it for the next time while one is being unpacked.</summary>
    /// <param name="used">The SHA-256s (base64) that functions and layers point at.</param>
    /// <param name="atOnce">Nothing runs yet: no grace.</param>
    public void Collect(IReadOnlySet<string> used, bool atOnce = false)
    {
        if (!_adding.Wait(0, CancellationToken.None))
        {
            return;
        }

        try
        {
            var kept = used.Concat(_leases.Keys).Select(Hex).ToHashSet(StringComparer.Ordinal);
            foreach (var archive in Directory.EnumerateFiles(_folder, "*.zip"))
            {
                var name = Path.GetFileNameWithoutExtension(archive);
                if (kept.Contains(name))
                {
                    _unusedSince.Remove(name);
                }
                else if (atOnce || IsOutOfGrace(name))
                {
                    // The size file vouches for the rest: it goes first.
                    File.Delete(Path.Combine(_folder, name + ".size"));
                    Remove(Path.Combine(_folder, name));
                    File.Delete(archive);
                    _unusedSince.Remove(name);
                }
            }
        }
        finally
        {
            _adding.Release();
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

    internal void Lease(string sha) => _leases.AddOrUpdate(sha, 1, static (_, count) => count + 1);

    private static async Task<(string Sha256, long Size)> SpoolAsync(Stream zip, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        var buffer = new byte[131_072];
        int read;
        while ((read = await zip.ReadAsync(buffer, cancellationToken)) > 0)
        {
            // Nothing useful is longer packed than unpacked: a zip beyond the unpacked limit is refused before it fills the disk.
            if (file.Position + read > LambdaLimits.UnzippedCode)
            {
                throw LambdaErrors.Invalid($"Unzipped size must be smaller than {LambdaLimits.UnzippedCode} bytes");
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return file.Position == 0
            ? throw LambdaErrors.Invalid("Uploaded file must be a non-empty zip")
            : (Convert.ToBase64String(hash.GetHashAndReset()), file.Position);
    }

    private long Unpack(string work, string sha, CancellationToken cancellationToken)
    {
        var archive = Path.Combine(work, "zip");
        var unpacked = Directory.CreateDirectory(Path.Combine(work, "code")).FullName;
        long size;
        using (var stream = File.OpenRead(archive))
        {
            size = ZipUnpacker.Unpack(stream, unpacked, LambdaLimits.UnzippedCode, cancellationToken);
        }

        File.WriteAllText(Path.Combine(work, "size"), size.ToString(CultureInfo.InvariantCulture));
        FileSystem.Flush(work);

        // The archive comes first, so that Collect finds what a crash leaves; the size file comes last and vouches for the rest.
        File.Move(archive, ArchiveOf(sha), overwrite: true);
        Remove(DirectoryOf(sha));
        Directory.Move(unpacked, DirectoryOf(sha));
        File.Move(Path.Combine(work, "size"), SizeFile(sha), overwrite: true);
        FileSystem.Flush(_folder);
        return size;
    }

    private bool IsOutOfGrace(string name)
    {
        if (_unusedSince.TryGetValue(name, out var since))
        {
            return _time.GetElapsedTime(since) >= Grace;
        }

        _unusedSince.Add(name, _time.GetTimestamp());
        return false;
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
