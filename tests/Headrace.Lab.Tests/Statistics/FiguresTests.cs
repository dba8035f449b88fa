using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Statistics;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "$0.000000")]
    [InlineData(0.0000004512, "$0.000000451")]
    [InlineData(0.002126, "$0.002126")]
    [InlineData(double.NaN, "–")]
    public void A_price_of_one_item_has_digits_to_read(double dollars, string text) => Assert.Equal(text, Figures.Dollars(dollars));

    [Theory]
    [InlineData(0.0421, "0.042 ms")]
    [InlineData(12.34, "12.3 ms")]
    [InlineData(21_857, "21.9 s")]
    [InlineData(255_000, "4.25 min")]
    [InlineData(double.PositiveInfinity, "–")]
    public void A_time_has_three_digits_and_its_unit(double milliseconds, string text) => Assert.Equal(text, Figures.Time(milliseconds));
}
