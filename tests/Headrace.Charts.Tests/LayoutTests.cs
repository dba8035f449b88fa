using System.Globalization;
using System.Xml.Linq;

namespace Headrace.Charts.Tests;

public sealed class LayoutTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Powers_of_ten_are_equally_far_apart_on_a_logarithmic_axis()
    {
        var drawing = Bars(new Axis("ms") { Kind = AxisKind.Logarithm }, [new Point(0, 1), new Point(1, 10_000)]).ToInline();
        double[] heights = [.. new[] { 10.0, 100, 1000 }.Select(value => drawing.Pixel(new Point(0, value)).Y)];

        Assert.Equal(heights[0] - heights[1], heights[1] - heights[2], 1e-9);
        Assert.True(heights[0] > heights[2]);
        Assert.Contains("1,000", Texts(drawing.Svg));
        Assert.Equal(drawing.Pixel(new Point(0, 1e-9)), drawing.Pixel(new Point(0, -5)));
    }

    [Fact]
    public void A_stacked_bar_starts_where_the_one_below_ends()
    {
        var chart = Bars(new Axis("items"), [new Point(0, 30)]);
        chart = chart with { Series = [.. chart.Series, new Series("failed", SeriesKind.Bars, [new Point(0, 40) { Base = 30 }])] };
        var bars = Rectangles(chart.ToSvg());

        Assert.Equal(2, bars.Count);
        Assert.Equal(Number(bars[0], "y"), Number(bars[1], "y") + Number(bars[1], "height"), 0.11);
        Assert.Equal(Number(bars[0], "height"), 3 * Number(bars[1], "height"), 0.3);
    }

    [Fact]
    public void A_whisker_reaches_one_deviation_to_both_sides()
    {
        var drawing = Bars(new Axis("ms"), [new Point(0, 100) { Deviation = 20 }, new Point(1, 50)]).ToInline();
        var whisker = XDocument.Parse(drawing.Svg).Descendants(Svg + "path").Single(path => (string?)path.Attribute("class") == "whisker");
        var numbers = whisker.Attribute("d")!.Value.Split('M', ' ', 'h', 'm', 'V').Where(text => text.Length > 0).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToList();

        // M left low h.. m.. 0 V high …
        Assert.Equal(drawing.Pixel(new Point(0, 80)).Y, numbers[1], 0.06);
        Assert.Equal(drawing.Pixel(new Point(0, 120)).Y, numbers[5], 0.06);
    }

    [Fact]
    public void Bars_grow_to_the_right_from_named_rows_first_on_top()
    {
        var chart = new Chart
        {
            Title = "stages",
            X = new Axis("since the intended start", "ms"),
            Y = Axis.Of("stage", "upload", "queue"),
            Series = [new Series("p50", SeriesKind.Bars, [new Point(10, 0), new Point(40, 1) { Base = 10 }]) { BarWidth = 0.5 }],
        };
        var bars = Rectangles(chart.ToSvg());

        Assert.Equal(Number(bars[1], "x"), Number(bars[0], "x") + Number(bars[0], "width"), 0.11);
        Assert.Equal(Number(bars[1], "width"), 3 * Number(bars[0], "width"), 0.3);
        Assert.True(Number(bars[0], "y") < Number(bars[1], "y"));
    }

    [Fact]
    public void Labels_of_marks_that_stand_close_take_a_row_each()
    {
        var chart = Bars(new Axis("items"), [new Point(0, 3), new Point(100, 4)]) with
        {
            X = new Axis("ms"),
            Marks = [new Mark(50, "p50 50 ms"), new Mark(51, "mean 51 ms"), new Mark(95, "p95 95 ms")],
        };
        var labels = XDocument.Parse(chart.ToSvg()).Descendants(Svg + "text").Where(text => (string?)text.Attribute("class") == "mark").ToDictionary(text => text.Value, text => Number(text, "y"));

        Assert.NotEqual(labels["p50 50 ms"], labels["mean 51 ms"]);
        Assert.Equal(labels["p50 50 ms"], labels["p95 95 ms"]);
    }

    [Fact]
    public void A_legend_that_is_too_long_goes_on_below()
    {
        var chart = new Chart
        {
            Title = "many",
            X = new Axis("x"),
            Y = new Axis("y"),
            Width = 400,
            Series = [.. Enumerable.Range(0, 6).Select(number => new Series($"series number {number}", SeriesKind.Line, [new Point(0, number)]))],
        };
        var legend = XDocument.Parse(chart.ToSvg()).Descendants(Svg + "text").Where(text => text.Value.StartsWith("series", StringComparison.Ordinal)).ToList();

        Assert.Equal(6, legend.Count);
        Assert.All(legend, text => Assert.InRange(Number(text, "x") + (text.Value.Length * 7.4), 0, 400));
        Assert.Equal(6, legend.Select(text => (Number(text, "x"), Number(text, "y"))).Distinct().Count());
    }

    [Fact]
    public void In_a_page_the_style_is_the_pages_and_the_title_is_cut_off()
    {
        var svg = XDocument.Parse(Bars(new Axis("items"), [new Point(0, 3)]).ToInline().Svg).Root!;

        Assert.Empty(svg.Elements(Svg + "style"));
        Assert.Equal("0 0 960 540", svg.Attribute("data-whole")!.Value);
        Assert.EndsWith("960 502", svg.Attribute("viewBox")!.Value, StringComparison.Ordinal);
        Assert.Contains(".whisker", Chart.StyleSheet, StringComparison.Ordinal);
    }

    private static Chart Bars(Axis y, IReadOnlyList<Point> points) => new() { Title = "bars", X = Axis.Of("level", "1", "50"), Y = y, Series = [new Series("", SeriesKind.Bars, points)] };

    private static List<XElement> Rectangles(string svg) => [.. XDocument.Parse(svg).Descendants(Svg + "g").Where(group => ((string?)group.Attribute("class"))?.StartsWith("bars", StringComparison.Ordinal) == true).Elements()];

    private static List<string> Texts(string svg) => [.. XDocument.Parse(svg).Descendants(Svg + "text").Select(text => text.Value)];

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
