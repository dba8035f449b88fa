namespace Headrace.Charts.Tests;

public sealed class TicksTests
{
    [Theory]
    [InlineData(0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-1.5, 1.5, 6, "-1.5 -1.0 -0.5 0.0 0.5 1.0 1.5")]
    [InlineData(0, 12345, 5, "0 2,500 5,000 7,500 10,000")]
    [InlineData(0.0012, 0.0019, 4, "0.0012 0.0014 0.0016 0.0018")]
    public void Numbers_are_round(double minimum, double maximum, int count, string labels) =>
        Assert.Equal(labels, string.Join(' ', NumberTicks.Between(minimum, maximum, count).Select(tick => tick.Label)));

    [Theory]
    [InlineData("2024-05-09T13:31:00", "2025-04-24T03:00:00", 6, "Jul 2024|Sep 2024|Nov 2024|Jan 2025|Mar 2025")]
    [InlineData("2024-05-09T13:31:00", "2024-05-09T15:00:00", 6, "13:45|14:00|14:15|14:30|14:45|15:00")]
    [InlineData("2024-05-09T13:31:00", "2024-05-14T13:31:00", 6, "10 May|11 May|12 May|13 May|14 May")]
    [InlineData("1990-02-01T00:00:00", "2024-05-14T13:31:00", 8, "1995|2000|2005|2010|2015|2020")]
    public void Times_are_round_on_the_clock_and_in_the_calendar(string from, string to, int count, string labels) =>
        Assert.Equal(labels, string.Join('|', TimeTicks.Between(Seconds(from), Seconds(to), count).Select(tick => tick.Label)));

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(-3, -3)]
    public void A_range_without_width_gets_some(double minimum, double maximum)
    {
        var (least, most) = NumberTicks.Widen(minimum, maximum, 5);

        Assert.True(least < minimum && most > maximum);
    }

    private static double Seconds(string time) => Point.Seconds(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
}
