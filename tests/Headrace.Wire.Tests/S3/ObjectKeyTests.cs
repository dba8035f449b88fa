using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Headrace.Wire.S3;
using Xunit;

namespace Headrace.Wire.Tests.S3;

public sealed class ObjectKeyTests
{
    [Fact]
    public void Any_key_survives_the_way_through_a_path() => Prop.ForAll(Keys(), key => ObjectKey.FromPath(ObjectKey.ToPath(key)) == key).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_key_survives_an_encoded_listing() =>
        Prop.ForAll(Keys(), key => Uri.UnescapeDataString(ObjectKey.ToListing(key).Replace('+', ' ')) == key).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a+b", "a+b")]
    [InlineData("a%2Bb", "a+b")]
    [InlineData("a%20b", "a b")]
    [InlineData("../x//y/", "../x//y/")]
    [InlineData("%F0%9F%98%80", "😀")]
    [InlineData("a%252Fb", "a%2Fb")]
    public void Paths_are_decoded_once_and_never_normalised(string path, string key) => Assert.Equal(key, ObjectKey.FromPath(path));

    [Theory]
    [InlineData("%")]
    [InlineData("%2")]
    [InlineData("%zz")]
    [InlineData("%FF")]
    [InlineData("%C3%28")]
    public void Broken_escapes_are_no_key(string path) => Assert.Null(ObjectKey.FromPath(path));

    /// <summary>As recorded: <c>test key/</c>, <c>date=2026</c>, an emoji.</summary>
    [Theory]
    [InlineData("test key/", "test+key/")]
    [InlineData("date=2026-03-01/", "date%3D2026-03-01/")]
    [InlineData("a/😀/", "a/%F0%9F%98%80/")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("file+name", "file%2Bname")]
    public void Listings_encode_as_S3_does(string key, string encoded) => Assert.Equal(encoded, ObjectKey.ToListing(key));

    private static Arbitrary<string> Keys() => Arb.From(
        from text in ArbMap.Default.GeneratorFor<NonEmptyString>()
        from extra in Gen.Elements("", "+", "%", "//", "..", " ", "é", "😀", "\u0001")
        let key = new string([.. (text.Get + extra).Where(character => !char.IsSurrogate(character))]) + (extra == "😀" ? extra : "")
        where Encoding.UTF8.GetByteCount(key) is > 0 and <= ObjectKey.MaxBytes
        select key);
}
