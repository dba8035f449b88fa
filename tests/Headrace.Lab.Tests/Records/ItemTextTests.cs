using System.Text;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Records;

public sealed class ItemTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("image_1.jpg")]
    [InlineData("größer ✓ 🛶")]
    public void A_text_is_the_same_however_it_is_held(string text)
    {
        var block = Encoding.UTF8.GetBytes($"before{text}behind");
        var (slice, whole) = (new ItemText(block, 6, block.Length - 12), new ItemText(text));

        Assert.Equal(text, slice.ToString());
        Assert.Equal((whole, whole.GetHashCode()), (slice, slice.GetHashCode()));
        Assert.Equal(slice, new ItemText(Encoding.UTF8.GetBytes(text), 0, block.Length - 12));
        Assert.NotEqual(slice, new ItemText(text + "x"));
        Assert.Equal((text.Length == 0, text.Length == 0), (slice.IsEmpty, whole.IsEmpty));
    }

    [Fact]
    public void No_text_is_the_empty_one() => Assert.Equal((default(ItemText), ""), (new ItemText(""), default(ItemText).ToString()));
}
