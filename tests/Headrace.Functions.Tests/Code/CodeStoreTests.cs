using System.Security.Cryptography;
using Headrace.Functions.Code;
using Headrace.Functions.Registry;
using Xunit;

namespace Headrace.Functions.Tests.Code;

/// <summary>Packages by content: unpacked once, whole or not at all, gone when unused.</summary>
public sealed class CodeStoreTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_package_is_known_by_its_hash_and_kept_as_uploaded()
    {
        using var store = Open();
        var zip = new TestZip().Add("index.py", "hello").ToArray();
        using var lease = await AddAsync(store, zip);

        Assert.Equal(Convert.ToBase64String(SHA256.HashData(zip)), lease.Package.Sha256);
        Assert.Equal((zip.Length, 5), (lease.Package.Size, lease.Package.UnzippedSize));
        Assert.Equal(zip, await File.ReadAllBytesAsync(store.ArchiveOf(lease.Package.Sha256)));
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(store.DirectoryOf(lease.Package.Sha256), "index.py")));
    }

    [Fact]
    public async Task One_package_is_unpacked_once_however_many_bring_it_at_once()
    {
        using var store = Open();
        var zip = new TestZip().Add("index.py", "hello").ToArray();
        var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AddAsync(store, zip)));

        Assert.Single(leases.Select(lease => lease.Package).Distinct());
        Assert.Single(Directory.GetDirectories(_folder.Path));
        Array.ForEach(leases, lease => lease.Dispose());
    }

    [Fact]
    public async Task What_an_interrupted_upload_left_is_removed_at_the_next_start()
    {
        Directory.CreateDirectory(_folder["new-1/code"]);
        await File.WriteAllTextAsync(_folder["new-1/code/half"], "half");
        using var store = Open();
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_package_without_its_last_file_is_unpacked_anew()
    {
        var zip = new TestZip().Add("index.py", "hello").ToArray();
        using var store = Open();
        (await AddAsync(store, zip)).Dispose();
        var sha = Convert.ToBase64String(SHA256.HashData(zip));
        File.Delete(store.DirectoryOf(sha) + ".size");
        await File.WriteAllTextAsync(Path.Combine(store.DirectoryOf(sha), "index.py"), "torn");

        using var again = await AddAsync(store, zip);

        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(store.DirectoryOf(sha), "index.py")));
    }

    [Fact]
    public async Task A_refused_package_leaves_nothing()
    {
        using var store = Open();
        await Assert.ThrowsAsync<LambdaException>(() => AddAsync(store, new TestZip().Add("ok").Add("../evil").ToArray()));
        await Assert.ThrowsAsync<LambdaException>(() => AddAsync(store, []));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Unused_packages_are_removed_after_their_grace_and_leased_ones_never()
    {
        using var store = Open();
        var used = await AddAsync(store, new TestZip().Add("used").ToArray());
        var unused = await AddAsync(store, new TestZip().Add("unused").ToArray());
        var leased = await AddAsync(store, new TestZip().Add("leased").ToArray());
        used.Dispose();
        unused.Dispose();
        HashSet<string> kept = [used.Package.Sha256];

        store.Collect(kept);
        _time.Advance(CodeStore.Grace - TimeSpan.FromSeconds(1));
        store.Collect(kept);
        Assert.True(Directory.Exists(store.DirectoryOf(unused.Package.Sha256)));

        _time.Advance(TimeSpan.FromSeconds(1));
        store.Collect(kept);

        Assert.False(Directory.Exists(store.DirectoryOf(unused.Package.Sha256)));
        Assert.False(File.Exists(store.ArchiveOf(unused.Package.Sha256)));
        Assert.True(Directory.Exists(store.DirectoryOf(used.Package.Sha256)));
        Assert.True(Directory.Exists(store.DirectoryOf(leased.Package.Sha256)));
        leased.Dispose();
    }

    [Fact]
    public async Task A_package_that_is_used_again_in_its_grace_stays()
    {
        using var store = Open();
        var lease = await AddAsync(store, new TestZip().Add("code").ToArray());
        lease.Dispose();
        store.Collect(new HashSet<string>());
        _time.Advance(CodeStore.Grace / 2);
        store.Collect(new HashSet<string> { lease.Package.Sha256 });
        _time.Advance(CodeStore.Grace / 2);
        store.Collect(new HashSet<string>());
        Assert.True(Directory.Exists(store.DirectoryOf(lease.Package.Sha256)));
    }

    private CodeStore Open() => CodeStore.Open(_folder.Path, _time);

    private static async Task<CodeLease> AddAsync(CodeStore store, byte[] zip)
    {
        using var stream = new MemoryStream(zip);
        return await store.AddAsync(stream, CancellationToken.None);
    }
}
