namespace Headrace.Lab.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("8GiB", 8L << 30)]
    [InlineData("8G", 8L << 30)]
    [InlineData("8gb", 8L << 30)]
    [InlineData("1.5M", 3L << 19)]
    [InlineData(" 512k ", 512L << 10)]
    [InlineData("1073741824", 1L << 30)]
    public void People_write_sizes_in_several_ways(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("0")]
    [InlineData("-1G")]
    [InlineData("1e9")]
    [InlineData("1 G B")]
    [InlineData("99999999999T")]
    public void What_is_no_amount_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));
}
