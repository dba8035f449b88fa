using FsCheck;
using FsCheck.Fluent;
using Headrace.Wire.S3;
using Xunit;

namespace Headrace.Wire.Tests.S3;

/// <summary>Values recorded from S3, and the way there and back.</summary>
public sealed class MetadataTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("ÄMÄZÕÑ S3", "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=")]
    [InlineData("test_—_file%E2%80%94_é_2?.pdf", "=?UTF-8?Q?test=5F=E2=80=94=5Ffile%E2%80%94=5F=C3=A9=5F2=3F.pdf?=")]
    [InlineData("\0\u0001\u0002\u0003", "=?UTF-8?B?AAECAw==?=")]
    [InlineData("\ufffda\ufffd", "=?UTF-8?B?77+9Ye+/vQ==?=")]
    public void What_is_not_ascii_is_encoded_as_S3_does(string value, string encoded) => Assert.Equal(encoded, MetadataText.Encode(value));

    [Theory]
    [InlineData("=?UTF-8?B?YWJj?=", "abc")]
    [InlineData("=?UTF-8?Q?actually-ascii?=", "actually-ascii")]
    [InlineData("=?utf-8?q?a_b=C3=A9?=", "a bé")]
    [InlineData("=?UTF-8?Q?one?= =?UTF-8?Q?two?= three", "onetwo three")]
    [InlineData("=?ISO-8859-1?Q?=E9?=", "é")]
    [InlineData("=?unknown?Q?x?=", "=?unknown?Q?x?=")]
    [InlineData("=?UTF-8?B?not base64?=", "=?UTF-8?B?not base64?=")]
    [InlineData("=?never closed", "=?never closed")]
    [InlineData("=?UTF-8?Q?=ZZ?=", "=?UTF-8?Q?=ZZ?=")]
    public void Encoded_words_are_decoded_and_nonsense_is_left_alone(string value, string decoded) => Assert.Equal(decoded, MetadataText.Decode(value));

    [Fact]
    public void Any_value_that_is_no_encoded_word_itself_comes_back() => Prop.ForAll(
        Arb.From(from text in ArbMap.Default.GeneratorFor<NonNull<string>>()
                 let clean = new string([.. text.Get.Where(character => !char.IsSurrogate(character))])
                 where !clean.Contains("=?", StringComparison.Ordinal)
                 select clean),
        value => MetadataText.Decode(MetadataText.Encode(value)) == value).QuickCheckThrowOnFailure();

    [Fact]
    public void Decoding_never_throws() => Prop.ForAll(
        Arb.From(Gen.Elements("=?", "?=", "?", "UTF-8", "Q", "B", "=", "é", " ", "_", "YQ==").ArrayOf().Select(string.Concat)),
        text => MetadataText.Decode(text) is not null).QuickCheckThrowOnFailure();
}
