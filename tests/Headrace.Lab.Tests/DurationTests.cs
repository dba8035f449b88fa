namespace Headrace.Lab.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("60000ms", 60)]
    [InlineData("30s", 30)]
    [InlineData("10m", 600)]
    [InlineData("1.5h", 5400)]
    [InlineData("7d", 604_800)]
    public void People_write_times_in_several_ways(string text, int seconds)
    {
        Assert.True(Duration.TryParse(text, out var parsed));
        Assert.Equal(TimeSpan.FromSeconds(seconds), parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("10")]
    [InlineData("ms")]
    [InlineData("-1m")]
    [InlineData("99999999d")]
    public void What_is_no_time_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));
}
