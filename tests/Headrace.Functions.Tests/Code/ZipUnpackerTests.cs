using FsCheck;
using FsCheck.Fluent;
using Headrace.Functions.Code;
using Headrace.Functions.Registry;
using Xunit;

namespace Headrace.Functions.Tests.Code;

/// <summary>Deployment packages, honest and hostile.</summary>
public sealed class ZipUnpackerTests : IDisposable
{
    private const string CannotUnzip = "Could not unzip uploaded file. Please check your file, then try to upload again.";

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_and_folders_come_out_as_they_went_in()
    {
        var size = Unpack(new TestZip().Add("index.py", "hello").Add("lib/deep/data.txt", "data").Add("empty/", mode: "40755"));

        Assert.Equal(9, size);
        Assert.Equal("hello", File.ReadAllText(At("index.py")));
        Assert.Equal("data", File.ReadAllText(At("lib/deep/data.txt")));
        Assert.True(Directory.Exists(At("empty")));
    }

    [Fact]
    public void Names_are_UTF_8()
    {
        Unpack(new TestZip().Add("Flußpegel/水.txt", "x"));
        Assert.True(File.Exists(At("Flußpegel/水.txt")));
    }

    [Theory]
    [InlineData("100755", "755")]
    [InlineData("100644", "644")]
    [InlineData("100600", "644")] // readable by whatever user a function runs as
    [InlineData("100700", "744")]
    [InlineData("104755", "755")] // no set-user-id bit
    [InlineData("0", "755")] // made on Windows, where there are no bits
    public void Permission_bits_are_kept(string packed, string unpacked)
    {
        Unpack(new TestZip().Add("bootstrap", "#!/bin/sh", packed));
        Assert.Equal(Convert.ToInt32(unpacked, 8), (int)File.GetUnixFileMode(At("bootstrap")));
    }

    [Fact]
    public void Windows_separators_are_slashes()
    {
        Unpack(new TestZip().Add(@"lib\deep\data.txt", "data").Add(@"folder\", mode: "0"));
        Assert.Equal("data", File.ReadAllText(At("lib/deep/data.txt")));
        Assert.True(Directory.Exists(At("folder")));
    }

    [Fact]
    public void Of_entries_with_one_name_the_last_wins()
    {
        Unpack(new TestZip().Add("a.txt", "first", "100444").Add("a.txt", "second"));
        Assert.Equal("second", File.ReadAllText(At("a.txt")));
    }

    [Fact]
    public void Links_inside_the_package_are_kept()
    {
        Unpack(new TestZip().Add("lib/libz.so.1", "z").AddLink("lib/libz.so", "libz.so.1").AddLink("bin/deep/libz", "../../lib/libz.so.1").AddLink("here", "lib"));
        Assert.Equal("z", File.ReadAllText(At("lib/libz.so")));
        Assert.Equal("z", File.ReadAllText(At("bin/deep/libz")));
        Assert.Equal("z", File.ReadAllText(At("here/libz.so.1")));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("a/../evil")]
    [InlineData(@"..\evil")]
    [InlineData(@"a\..\..\evil")]
    [InlineData("/etc/evil")]
    [InlineData(@"\evil")]
    [InlineData(@"C:\evil")]
    [InlineData("C:/evil")]
    [InlineData("..")]
    public void A_path_that_leaves_the_package_is_refused(string name)
    {
        var refused = Assert.Throws<LambdaException>(() => Unpack(new TestZip().Add("good").Add(name, "evil")));
        Assert.Equal(("InvalidParameterValueException", 400, CannotUnzip), (refused.Code, refused.Status, refused.Message));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "evil")));
    }

    [Theory]
    [InlineData("link", "/etc")]
    [InlineData("link", "../outside")]
    [InlineData("a/link", "../../outside")]
    [InlineData("a/link", "b/../../../outside")]
    [InlineData("a/link", "..//../outside")]
    [InlineData("link", "")]
    public void A_link_that_leaves_the_package_is_refused(string name, string target) =>
        Assert.Equal(CannotUnzip, Assert.Throws<LambdaException>(() => Unpack(new TestZip().Add("a/b/c").AddLink(name, target))).Message);

    [Fact]
    public void Nothing_is_written_or_linked_through_a_link()
    {
        // The file makes a real folder where the link shall be; the link under a link would climb from elsewhere than it seems.
        Assert.Throws<LambdaException>(() => Unpack(new TestZip().AddLink("deep/link", "../s").Add("deep/link/file", "x")));
        Assert.Throws<LambdaException>(() => Unpack(new TestZip().Add("s/x").AddLink("p/q/d", "../../s").AddLink("p/q/d/l", "../../../outside")));
    }

    [Fact]
    public void A_name_cannot_be_both_file_and_folder()
    {
        Assert.Equal(CannotUnzip, Assert.Throws<LambdaException>(() => Unpack(new TestZip().Add("a", "x").Add("a/b", "y"))).Message);
        Assert.Equal(CannotUnzip, Assert.Throws<LambdaException>(() => Unpack(new TestZip().Add("c/d", "x").Add("c", "y"))).Message);
    }

    [Fact]
    public void Names_that_no_file_system_holds_are_refused() =>
        Assert.Equal(CannotUnzip, Assert.Throws<LambdaException>(() => Unpack(new TestZip().Add(new string('n', 300), "x"))).Message);

    [Fact]
    public void An_empty_package_is_refused() =>
        Assert.Equal("Uploaded file must be a non-empty zip", Assert.Throws<LambdaException>(() => Unpack(new TestZip())).Message);

    [Fact]
    public void What_is_no_zip_is_refused()
    {
        var whole = new TestZip().Add("index.py", new string('x', 4000)).ToArray();
        Assert.Equal(CannotUnzip, Refusal("this is not a zipfile"u8.ToArray()));
        Assert.Equal(CannotUnzip, Refusal(whole[..^20]));

        var corrupt = whole.ToArray();
        corrupt.AsSpan(40, 12).Fill(0xff);
        Assert.Equal(CannotUnzip, Refusal(corrupt));
    }

    [Fact]
    public void A_bomb_is_stopped_as_it_goes_off()
    {
        var zip = new TestZip().Add("zeros", new byte[3_000_000]).ToArray();
        Assert.True(zip.Length < 10_000);

        using var stream = new MemoryStream(zip);
        var refused = Assert.Throws<LambdaException>(() => ZipUnpacker.Unpack(stream, _folder.Path, 1_000_000, CancellationToken.None));

        Assert.Equal("Unzipped size must be smaller than 1000000 bytes", refused.Message);
        Assert.True(new FileInfo(At("zeros")).Length <= 1_000_000);
    }

    [Fact]
    public void A_bomb_whose_headers_lie_is_stopped_too()
    {
        var zip = new TestZip().Add("zeros", new byte[3_000_000]).ToArray();
        var lie = BitConverter.GetBytes(3_000_000);
        for (var at = 0; at <= zip.Length - 4; at++)
        {
            if (zip.AsSpan(at, 4).SequenceEqual(lie))
            {
                BitConverter.TryWriteBytes(zip.AsSpan(at, 4), 10);
            }
        }

        using var stream = new MemoryStream(zip);
        Assert.Throws<LambdaException>(() => ZipUnpacker.Unpack(stream, _folder.Path, 1_000_000, CancellationToken.None));
        Assert.All(Directory.EnumerateFiles(_folder.Path), file => Assert.True(new FileInfo(file).Length <= 1_000_000));
    }

    [Fact]
    public void Whatever_the_names_are_nothing_is_written_outside()
    {
        var segment = Gen.Elements("a", "b", "..", ".", "", "C:", "~", " ", "x.y", "ü");
        var separator = Gen.Elements("/", @"\");
        var name = from first in Gen.Elements("", "/", @"\") from parts in Gen.Zip(segment, separator).ArrayOf() select first + string.Concat(parts.Select(part => part.Item1 + part.Item2)) + "f";
        var entry = Gen.Zip(name, Gen.Elements("100644", "120777"));
        Prop.ForAll(entry.ArrayOf().ToArbitrary(), entries =>
        {
            using var outside = new TemporaryDirectory();
            var inside = Directory.CreateDirectory(outside["code"]).FullName;
            var zip = entries.Aggregate(new TestZip().Add("first"), (made, next) => made.Add(next.Item1, next.Item1, next.Item2));
            try
            {
                using var stream = new MemoryStream(zip.ToArray());
                ZipUnpacker.Unpack(stream, inside, 1_000_000, CancellationToken.None);
            }
            catch (LambdaException refused)
            {
                Assert.Equal(CannotUnzip, refused.Message);
            }

            Assert.Equal([inside], Directory.GetFileSystemEntries(outside.Path));
            foreach (var path in Directory.EnumerateFileSystemEntries(inside, "*", SearchOption.AllDirectories))
            {
                var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: false);
                Assert.True(target is null || target.FullName == inside || target.FullName.StartsWith(inside + "/", StringComparison.Ordinal), path);
            }
        }).QuickCheckThrowOnFailure();
    }

    private long Unpack(TestZip zip)
    {
        using var stream = new MemoryStream(zip.ToArray());
        return ZipUnpacker.Unpack(stream, _folder.Path, LambdaLimits.UnzippedCode, CancellationToken.None);
    }

    private string Refusal(byte[] zip)
    {
        using var stream = new MemoryStream(zip);
        return Assert.Throws<LambdaException>(() => ZipUnpacker.Unpack(stream, _folder.Path, LambdaLimits.UnzippedCode, CancellationToken.None)).Message;
    }

    private string At(string name) => _folder[name];
}
