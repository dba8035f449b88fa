using Headrace.Calibration.Joining;

namespace Headrace.Calibration.Tests.Joining;

public sealed class GaugeSeriesTests : IDisposable
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void USGS_tables_are_read_as_they_come()
    {
        var gauge = Read("""
            # ---------------------------------- WARNING ----------------------------------------
            # Data are provisional, "unbalanced
            agency_cd	site_no	datetime	tz_cd	144277_00065	144277_00065_cd
            5s	15s	20d	6s	14n	10s
            USGS	10109000	2024-05-09 00:00	MDT	3.49	A
            USGS	10109000	2024-05-09 00:15	MDT	Ice	A
            USGS	10109000	2024-12-09 00:15	MST	3.50	A
            """, new GaugeColumns { Factor = 30.48 });

        Assert.Equal(1, gauge.WithoutValue);
        Assert.Equal(
            [new Reading(new DateTime(2024, 5, 9), TimeSpan.FromHours(-6), 3.49 * 30.48), new Reading(new DateTime(2024, 12, 9, 0, 15, 0), TimeSpan.FromHours(-7), 3.5 * 30.48)], gauge.Readings);
    }

    [Fact]
    public void The_nearest_reading_within_the_tolerance_is_taken()
    {
        var gauge = Read("datetime,x_00065\n2024-05-09 00:00,1\n2024-05-09 00:15,2\n2024-05-09 02:00,3\n");

        Assert.Equal(1, At("2024-05-09 00:07")?.Value);
        Assert.Equal(2, At("2024-05-09 00:08")?.Value);
        Assert.Equal(2, At("2024-05-09 00:25")?.Value);
        Assert.Null(At("2024-05-09 00:26"));
        Assert.Null(At("2024-05-08 23:49"));
        Assert.Equal(3, At("2024-05-09 02:10")?.Value);

        Reading? At(string time) => gauge.Nearest(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero, Tolerance);
    }

    [Fact]
    public void Clocks_of_different_zones_are_brought_together_or_taken_as_one()
    {
        var gauge = Read("datetime,tz_cd,x_00065\n2024-05-09 17:00,MDT,1\n2024-05-09 23:00,MDT,2\n");
        var picture = new DateTime(2024, 5, 9, 23, 0, 0);

        Assert.Equal(1, gauge.Nearest(picture, TimeSpan.Zero, Tolerance)?.Value);
        Assert.Equal(2, gauge.Nearest(picture, null, Tolerance)?.Value);
        Assert.Equal(2, gauge.Nearest(picture, TimeSpan.FromHours(-6), Tolerance)?.Value);
    }

    [Theory]
    [InlineData("datetime,tz_cd,x_00065\n2024-05-09 17:00,MDT,1\n2024-05-09 25:00,MDT,1\n", "stage.csv, line 3: column 'datetime' is '2024-05-09 25:00', not a time such as 2024-05-09 17:00:00.")]
    [InlineData("datetime,tz_cd,x_00065\n\n# a remark\n2024-05-09 17:00,Mars,1\n", "stage.csv, line 4: column 'tz_cd' is 'Mars', not a time zone.")]
    [InlineData("datetime,x_00065\n2024-05-09 17:00\n", "stage.csv, line 2: column 'x_00065' is missing: the row is too short.")]
    [InlineData("datetime,x_00060\n2024-05-09 17:00,1\n", "stage.csv has no column that ends in _00065; name the one with the readings. It has: datetime, x_00060.")]
    [InlineData("time,x_00065\n2024-05-09 17:00,1\n", "stage.csv has no column 'datetime'; it has: time, x_00065.")]
    [InlineData("datetime,x_00065\n2024-05-09 17:00,Eqp\n", "stage.csv has no readings in column 'x_00065'.")]
    [InlineData("", "stage.csv is empty.")]
    public void What_cannot_be_read_is_named_by_file_line_and_column(string content, string message) =>
        Assert.Equal(message, Assert.Throws<CalibrationException>(() => Read(content)).Message);

    private GaugeSeries Read(string content, GaugeColumns? columns = null) => GaugeSeries.Read(_folder.Write("stage.csv", content), columns ?? new GaugeColumns());
}
