using System.Security.Cryptography;
using Headrace.Functions.Code;
using Headrace.Functions.Registry;
using Xunit;

namespace Headrace.Functions.Tests.Registry;

public sealed class CodeStoreTests : IDisposable
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-code-").FullName;
    private readonly SteppedTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_package_is_kept_as_uploaded_and_unpacked()
    {
        using var store = CodeStore.Open(_folder, _time);
        var zip = Zips.Of(("index.py", "code"), ("lib/a", "ab"));

        using var lease = await store.AddAsync(zip, default);

        Assert.Equal(new CodePackage(Convert.ToBase64String(SHA256.HashData(zip.ToArray())), zip.Length, 6), lease.Package);
        Assert.Equal(zip.ToArray(), await File.ReadAllBytesAsync(store.ArchiveOf(lease.Package.Sha256)));
        Assert.Equal("ab", await File.ReadAllTextAsync(Path.Combine(store.DirectoryOf(lease.Package.Sha256), "lib", "a")));
    }

    [Fact]
    public async Task The_same_content_is_unpacked_once()
    {
        using var store = CodeStore.Open(_folder, _time);
        var zip = Zips.Of(("index.py", "code")).ToArray();
        using var first = await store.AddAsync(new MemoryStream(zip), default);
        var mark = Path.Combine(store.DirectoryOf(first.Package.Sha256), "mark");
        await File.WriteAllTextAsync(mark, "");

        var others = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.AddAsync(new MemoryStream(zip), default)));

        Assert.All(others, lease => Assert.Equal(first.Package, lease.Package));
        Assert.True(File.Exists(mark));
        Assert.Single(Directory.GetDirectories(_folder));
        Array.ForEach(others, lease => lease.Dispose());
    }

    [Fact]
    public async Task A_refused_package_leaves_nothing_behind_and_the_store_goes_on()
    {
        using var store = CodeStore.Open(_folder, _time);

        var empty = await Assert.ThrowsAsync<LambdaException>(() => store.AddAsync(new MemoryStream(), default));
        var broken = await Assert.ThrowsAsync<LambdaException>(() => store.AddAsync(new MemoryStream([1, 2, 3]), default));
        await Assert.ThrowsAsync<LambdaException>(() => store.AddAsync(Zips.Of(("good", "1"), ("../evil", "2")), default));

        Assert.Equal("Uploaded file must be a non-empty zip", empty.Message);
        Assert.Equal("Could not unzip uploaded file. Please check your file, then try to upload again.", broken.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        using var lease = await store.AddAsync(Zips.Of(("good", "1")), default);
        Assert.Equal(1, lease.Package.UnzippedSize);
    }

    [Fact]
    public void What_an_interrupted_upload_left_is_cleared_at_start()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "new-0123", "code"));
        File.WriteAllText(Path.Combine(_folder, "new-0123", "code", "half"), "ha");
        File.WriteAllText(Path.Combine(_folder, "new-4567"), "");

        using var store = CodeStore.Open(_folder, _time);

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    /// <summary>The renames of one package, cut off after each: what is not vouched for is unpacked again, or collected.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_package_half_put_in_place_is_unpacked_again_or_collected(bool isUnpacked)
    {
        var zip = Zips.Of(("index.py", "code")).ToArray();
        using var store = CodeStore.Open(_folder, _time);
        using (var lease = await store.AddAsync(new MemoryStream(zip), default))
        {
            Interrupt(store.DirectoryOf(lease.Package.Sha256));
        }

        using (var again = await store.AddAsync(new MemoryStream(zip), default))
        {
            var code = store.DirectoryOf(again.Package.Sha256);
            Assert.Equal([Path.Combine(code, "index.py")], Directory.GetFiles(code));
            Interrupt(code);
        }

        store.Collect(Nothing, atOnce: true);

        Assert.Empty(Directory.GetFileSystemEntries(_folder));

        void Interrupt(string code)
        {
            if (isUnpacked)
            {
                File.WriteAllText(Path.Combine(code, "stale"), "");
            }
            else
            {
                Directory.Delete(code, recursive: true);
            }

            File.Delete(code + ".size");
        }
    }

    /// <summary>The archive is what <see cref="CodeStore.Collect"/> finds a package by: nothing may be in place before it.</summary>
    [Theory]
    [InlineData(".zip")]
    [InlineData(".size")]
    public async Task A_package_whose_last_steps_fail_is_collected(string failing)
    {
        using var store = CodeStore.Open(_folder, _time);
        var zip = Zips.Of(("index.py", "code")).ToArray();
        var obstacle = Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(zip)) + failing);
        Directory.CreateDirectory(obstacle);

        await Assert.ThrowsAnyAsync<Exception>(() => store.AddAsync(new MemoryStream(zip), default));
        Directory.Delete(obstacle);
        store.Collect(Nothing, atOnce: true);

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Unused_code_is_collected_once_no_invocation_can_run_it()
    {
        using var store = CodeStore.Open(_folder, _time);
        var used = await AddAsync(store, "used");
        var unused = await AddAsync(store, "unused");
        using var lease = await store.AddAsync(Zips.Of(("index.py", "leased")), default);

        store.Collect(new HashSet<string> { used });
        _time.Advance(CodeStore.Grace - TimeSpan.FromTicks(1));
        store.Collect(new HashSet<string> { used });
        Assert.True(Directory.Exists(store.DirectoryOf(unused)));
        _time.Advance(TimeSpan.FromTicks(1));
        store.Collect(new HashSet<string> { used });

        Assert.False(Directory.Exists(store.DirectoryOf(unused)));
        Assert.False(File.Exists(store.ArchiveOf(unused)));
        Assert.True(Directory.Exists(store.DirectoryOf(used)));
        Assert.True(Directory.Exists(store.DirectoryOf(lease.Package.Sha256)));
        Assert.Equal(6, Directory.GetFileSystemEntries(_folder).Length);
    }

    [Fact]
    public async Task Code_that_is_used_again_begins_its_grace_anew()
    {
        using var store = CodeStore.Open(_folder, _time);
        var sha = await AddAsync(store, "code");
        store.Collect(Nothing);
        _time.Advance(CodeStore.Grace);
        store.Collect(new HashSet<string> { sha });

        store.Collect(Nothing);

        Assert.True(Directory.Exists(store.DirectoryOf(sha)));
    }

    private static async Task<string> AddAsync(CodeStore store, string source)
    {
        using var lease = await store.AddAsync(Zips.Of(("index.py", source)), default);
        return lease.Package.Sha256;
    }
}
