using Headrace.Lab.Plans;

namespace Headrace.Lab.Tests.Plans;

public sealed class TemplateTests
{
    private static readonly Places _places = new("r1", 42, 7, 50, 2, new DateTimeOffset(2025, 5, 8, 17, 0, 0, TimeSpan.Zero), "photo.jpg", "a/b.tar.gz");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{run}/{n}-{file}", "r1/0000042-photo.jpg")]
    [InlineData("site{site:000}-{level}-{repetition}", "site007-50-2")]
    [InlineData("image_capture_{time}.jpg", "image_capture_2025-05-08_17-00-00.jpg")]
    [InlineData("{stem}.png of {key}", "a/b.tar.png of a/b.tar.gz")]
    [InlineData("{n", "{n")]
    public void Places_are_filled(string text, string filled) => Assert.Equal(filled, Template.TryParse(text, out _)!.Fill(_places));

    [Fact]
    public void Json_keeps_its_own_braces() =>
        Assert.Equal("""{"values":[[42]],"site":{"id":7}}""", Template.Lenient("""{"values":[[{n:0}]],"site":{"id":{site}}}""").Fill(_places));

    [Fact]
    public void An_unknown_place_is_refused_by_name()
    {
        Assert.Null(Template.TryParse("{nn}", out var error));
        Assert.Contains("{nn}", error, StringComparison.Ordinal);
    }
}
