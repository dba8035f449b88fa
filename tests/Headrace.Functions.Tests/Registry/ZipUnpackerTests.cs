using System.Text;
using Headrace.Functions.Code;
using Headrace.Functions.Registry;
using Xunit;

namespace Headrace.Functions.Tests.Registry;

public sealed class ZipUnpackerTests : IDisposable
{
    private const string CouldNotUnzip = "Could not unzip uploaded file. Please check your file, then try to upload again.";

    private readonly string _outside = Directory.CreateTempSubdirectory("headrace-zip-").FullName;

    public ZipUnpackerTests() => Directory.CreateDirectory(Folder);

    private string Folder => Path.Combine(_outside, "in");

    public void Dispose() => Directory.Delete(_outside, recursive: true);

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("a/..")]
    [InlineData("/evil")]
    [InlineData("..\\evil")]
    [InlineData("a\\..\\..\\evil")]
    [InlineData("\\evil")]
    [InlineData("C:\\evil")]
    [InlineData("C:evil")]
    [InlineData("../in-evil")]
    [InlineData("../evil/")]
    public void A_path_that_leaves_the_folder_is_refused(string name)
    {
        AssertRefused(CouldNotUnzip, Zips.Of((name, "evil")));

        Assert.Equal([Folder], Directory.GetFileSystemEntries(_outside));
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Theory]
    [InlineData("link", "/etc")]
    [InlineData("link", "..")]
    [InlineData("link", "../in-evil")]
    [InlineData("a/link", "../../evil")]
    [InlineData("link", "a/../../evil")]
    [InlineData("link", "")]
    public void A_symbolic_link_that_leads_out_is_refused(string name, string target) =>
        AssertRefused(CouldNotUnzip, Zips.Of((name, target, Zips.SymbolicLink)));

    [Fact]
    public void Nothing_is_written_through_a_symbolic_link()
    {
        AssertRefused(CouldNotUnzip, Zips.Of(("a", ".", Zips.SymbolicLink), ("a/file", "through", Zips.RegularFile)));
        AssertRefused(CouldNotUnzip, Zips.Of(("b", ".", Zips.SymbolicLink), ("b/c", "..", Zips.SymbolicLink)));

        Assert.Equal([Folder], Directory.GetFileSystemEntries(_outside));
    }

    [Fact]
    public void A_symbolic_link_inside_the_folder_is_kept()
    {
        var size = Unpack(Zips.Of(("lib/link", "../bin/tool", Zips.SymbolicLink), ("bin/tool", "tool", Zips.RegularFile)));

        Assert.Equal(4, size);
        Assert.Equal("../bin/tool", new FileInfo(Path.Combine(Folder, "lib/link")).LinkTarget);
        Assert.Equal("tool", Read("lib/link"));
    }

    [Fact]
    public void Windows_separators_make_folders()
    {
        Unpack(Zips.Of(("package\\", ""), ("package\\sub\\module.py", "code"), ("./dot//file", "dot")));

        Assert.Equal("code", Read("package/sub/module.py"));
        Assert.Equal("dot", Read("dot/file"));
    }

    [Fact]
    public void Of_entries_with_one_name_the_last_wins()
    {
        Unpack(Zips.Of(
            ("twice", "first", Zips.RegularFile), ("twice", "2nd", Zips.RegularFile),
            ("link-then-file", "twice", Zips.SymbolicLink), ("link-then-file", "file", Zips.RegularFile),
            ("file-then-link", "file", Zips.RegularFile), ("file-then-link", "twice", Zips.SymbolicLink)));

        Assert.Equal("2nd", Read("twice"));
        Assert.Null(new FileInfo(Path.Combine(Folder, "link-then-file")).LinkTarget);
        Assert.Equal("file", Read("link-then-file"));
        Assert.Equal("twice", new FileInfo(Path.Combine(Folder, "file-then-link")).LinkTarget);
    }

    [Theory]
    [InlineData("a", "a/b")]
    [InlineData("a/b", "a")]
    [InlineData("a", "a/b/c")]
    public void A_file_that_is_also_a_folder_is_refused(string first, string second) =>
        AssertRefused(CouldNotUnzip, Zips.Of((first, "1"), (second, "2")));

    [Fact]
    public void A_zip_bomb_is_stopped_at_the_limit()
    {
        var bomb = Zips.Bomb(16 << 20);
        Assert.True(bomb.Length < 1 << 16);

        AssertRefused("Unzipped size must be smaller than 1048576 bytes", bomb, 1 << 20);

        Assert.True(new FileInfo(Path.Combine(Folder, "zeros")).Length < 1 << 20);
    }

    [Fact]
    public void The_limit_counts_all_files_and_is_itself_too_much()
    {
        AssertRefused("Unzipped size must be smaller than 6 bytes", Zips.Of(("a", "123"), ("b", "456")), 6);
        Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);

        Assert.Equal(6, ZipUnpacker.Unpack(Zips.Of(("a", "123"), ("b", "456")), Folder, 7, default));
    }

    [Fact]
    public void What_is_no_zip_or_a_broken_one_is_refused()
    {
        AssertRefused(CouldNotUnzip, new MemoryStream(Encoding.UTF8.GetBytes("no zip at all")));
        var cut = Zips.Of(("file", "content")).ToArray();
        AssertRefused(CouldNotUnzip, new MemoryStream(cut[..^30]));
        AssertRefused("Uploaded file must be a non-empty zip", Zips.Empty());
    }

    [Fact]
    public void A_name_that_no_file_system_holds_is_the_archives_fault() =>
        AssertRefused(CouldNotUnzip, Zips.Of((new string('x', 300), "long")));

    [Theory]
    [InlineData("755", "755")]
    [InlineData("644", "644")]
    [InlineData("500", "544")] // whoever the function runs as must be able to read it
    [InlineData("4755", "755")] // never set-user-ID
    [InlineData("0", "755")] // made on Windows: a bootstrap must still start
    public void Permission_bits_are_kept_readable_for_all(string packed, string unpacked)
    {
        var mode = Convert.ToInt32(packed, 8);
        Unpack(Zips.Of(("bootstrap", "#!/bin/sh", mode == 0 ? 0 : Zips.RegularFile | mode)));

        Assert.Equal((UnixFileMode)Convert.ToInt32(unpacked, 8), File.GetUnixFileMode(Path.Combine(Folder, "bootstrap")));
    }

    private long Unpack(Stream zip) => ZipUnpacker.Unpack(zip, Folder, LambdaLimits.UnzippedCode, default);

    private string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private void AssertRefused(string message, Stream zip, long limit = LambdaLimits.UnzippedCode)
    {
        var refusal = Assert.Throws<LambdaException>(() => ZipUnpacker.Unpack(zip, Folder, limit, default));
        Assert.Equal(("InvalidParameterValueException", 400, message), (refusal.Code, refusal.Status, refusal.Message));
    }
}
