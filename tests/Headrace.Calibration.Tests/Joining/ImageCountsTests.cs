using Headrace.Calibration.Joining;
using Headrace.Calibration.Times;

namespace Headrace.Calibration.Tests.Joining;

public sealed class ImageCountsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Counts_stand_in_one_list_or_in_columns_of_their_own()
    {
        var list = Read("image_timestamp,roi,iou_score\n2024-05-09 17:00:04,\"{0,34}\",\"0.76\"\n2024-05-09 18:00:04,\"[1, 2]\",\n").ToList();
        var columns = Read("image_timestamp;left;right\n2024-05-09 17:00:04;5;6\n", new CountsColumns { Rois = ["left", "right"] }).Single();

        Assert.Equal([0, 34], list[0].Counts);
        Assert.Equal(0.76, list[0].Iou);
        Assert.Equal([1, 2], list[1].Counts);
        Assert.Null(list[1].Iou);
        Assert.Equal([5, 6], columns.Counts);
        Assert.Null(columns.Offset);
    }

    [Fact]
    public void A_zone_is_the_rows_own_or_the_options()
    {
        var images = Read("image_timestamp,roi\n2024-05-09T17:00:04Z,1\n2024-05-09 17:00:04+02:00,1\n2024-05-09 17:00:04,1\n2024-12-09 17:00:04,1\n", new CountsColumns { Zone = ZoneName.Find("America/Denver") });

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromHours(2), TimeSpan.FromHours(-6), TimeSpan.FromHours(-7)], images.Select(image => image.Offset!.Value));
    }

    [Theory]
    [InlineData("image_timestamp,roi\n2024-05-09 17:00:04,\"{1,x}\"\n", "counts.csv, line 2: column 'roi' is '{1,x}', not counts such as {120,340}.")]
    [InlineData("image_timestamp,roi\n2024-05-09 17:00:04,\"{1,2}\"\n2024-05-09 17:00:04,\"{1}\"\n", "counts.csv, line 3: column 'roi' has 1 counts; the rows before have 2.")]
    [InlineData("image_timestamp,roi,iou_score\n2024-05-09 17:00:04,1,high\n", "counts.csv, line 2: column 'iou_score' is 'high', not a number.")]
    [InlineData("image_timestamp,counts\n2024-05-09 17:00:04,1\n", "counts.csv has no column 'roi'; it has: image_timestamp, counts.")]
    [InlineData("image_timestamp,roi\n", "counts.csv has no rows.")]
    public void What_cannot_be_read_is_named_by_file_line_and_column(string content, string message) =>
        Assert.Equal(message, Assert.Throws<CalibrationException>(() => Read(content)).Message);

    [Fact]
    public void Quotation_marks_that_do_not_close_are_named_by_their_line() =>
        Assert.StartsWith("counts.csv, line 3: ", Assert.Throws<CalibrationException>(() => Read("image_timestamp,roi\n2024-05-09 17:00:04,1\n\"2024-05-09,1\n")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("UTC", 0)]
    [InlineData("MDT", -6)]
    [InlineData("-07:00", -7)]
    [InlineData("+0530", 5.5)]
    [InlineData("America/Denver", -6)]
    public void Zones_have_names_codes_and_offsets(string name, double hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), ZoneName.Find(name)!.GetUtcOffset(new DateTime(2024, 7, 1, 12, 0, 0, DateTimeKind.Unspecified)));

    [Theory]
    [InlineData("")]
    [InlineData("Mars/Phobos")]
    [InlineData("+25:00")]
    [InlineData("-")]
    public void What_is_no_zone_is_nothing(string name) => Assert.Null(ZoneName.Find(name));

    private IReadOnlyList<ImageCounts> Read(string content, CountsColumns? columns = null) => ImageCounts.Read(_folder.Write("counts.csv", content), columns ?? new CountsColumns());
}
