using System.Globalization;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace Headrace.Charts.Tests;

public sealed class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_picture_stands_alone_and_follows_the_readers_scheme()
    {
        var text = Scatter([new Point(1, 2), new Point(3, 4)]).ToSvg();

        Assert.StartsWith("<svg ", text, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Axes_say_what_in_which_unit_and_the_legend_names_the_series()
    {
        var texts = Texts(Scatter([new Point(1, 2), new Point(3, 4)]).ToSvg());

        Assert.Contains("observed (m)", texts);
        Assert.Contains("predicted (m)", texts);
        Assert.Contains("images", texts);
        Assert.Contains("2.5", texts);
    }

    [Fact]
    public void Text_of_others_stays_text()
    {
        var chart = Scatter([]) with { Title = "<script>alert('a & b')</script>\0" };

        Assert.Contains("<script>alert('a & b')</script>", Texts(chart.ToSvg()));
    }

    [Fact]
    public void Points_stand_where_their_ticks_say()
    {
        var chart = new Chart
        {
            Title = "bars",
            X = Axis.Of("month", "May", "June"),
            Y = new Axis("count"),
            Series = [new Series("", SeriesKind.Bars, [new Point(0, 10), new Point(1, 5)])],
        };
        var svg = XDocument.Parse(chart.ToSvg()).Root!;
        var bars = svg.Descendants(Svg + "g").Single(group => (string?)group.Attribute("class") == "bars s0").Elements().ToList();

        Assert.Equal(2, bars.Count);
        Assert.Equal(Number(bars[0], "height"), 2 * Number(bars[1], "height"), 0.2);
        foreach (var (bar, name) in bars.Zip(["May", "June"]))
        {
            var label = svg.Elements(Svg + "text").Single(text => text.Value == name);
            Assert.Equal(Number(label, "x"), Number(bar, "x") + (Number(bar, "width") / 2), 0.2);
        }
    }

    [Fact]
    public void Any_numbers_make_a_picture_that_is_whole() => Prop.ForAll<(double, double)[], bool>((values, isTime) =>
    {
        Point[] points = [.. values.Select(value => new Point(double.IsFinite(value.Item1) ? value.Item1 % 1e10 : 0, value.Item2))];
        foreach (var (kind, scale) in Enum.GetValues<SeriesKind>().SelectMany(kind => (IEnumerable<(SeriesKind, AxisKind)>)[(kind, AxisKind.Number), (kind, AxisKind.Logarithm)]))
        {
            var chart = new Chart
            {
                Title = "any",
                X = isTime ? Axis.Time("time") : new Axis("x") { Kind = scale },
                Y = new Axis("y") { Kind = scale },
                Series = [new Series("some", kind, points)],
                Marks = [.. points.Take(4).Select(point => new Mark(point.X, "mark"))],
            };
            var svg = XDocument.Parse(chart.ToSvg()).Root!;
            Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("∞", svg.ToString(), StringComparison.Ordinal);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_line_is_drawn_by_what_can_be_seen_of_it()
    {
        var points = Enumerable.Range(0, 200_000).Select(x => new Point(x, x == 77_777 ? 100 : Math.Sin(x / 1000.0))).ToList();
        var text = new Chart { Title = "long", X = new Axis("x"), Y = new Axis("y"), Series = [new Series("", SeriesKind.Line, points)] }.ToSvg();

        Assert.InRange(text.Length, 1000, 100_000);
        var path = XDocument.Parse(text).Descendants(Svg + "path").Single().Attribute("d")!.Value;
        var highest = path.Split('M', 'L').Skip(1).Min(point => double.Parse(point.Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.InRange(highest, 50, 90);
    }

    [Fact]
    public void A_gap_breaks_the_line()
    {
        var text = new Chart
        {
            Title = "gap",
            X = new Axis("x"),
            Y = new Axis("y"),
            Series = [new Series("", SeriesKind.Line, [new Point(0, 1), new Point(1, 1), new Point(2, double.NaN), new Point(3, 1), new Point(4, 1)])],
        }.ToSvg();

        Assert.Equal(2, XDocument.Parse(text).Descendants(Svg + "path").Single().Attribute("d")!.Value.Count(letter => letter == 'M'));
    }

    [Fact]
    public void A_histogram_counts_every_value_once()
    {
        var values = Enumerable.Range(0, 1000).Select(n => (n * 7919 % 1000) / 10.0).Append(double.NaN).ToList();
        var series = Histogram.Of("values", values);

        Assert.Equal(1000, series.Points.Sum(point => point.Y));
        Assert.InRange(series.Points.Count, 5, 60);
        Assert.Equal(series.Points[1].X - series.Points[0].X, series.BarWidth, 1e-9);
        Assert.Equal(3, Histogram.Of("same", [4, 4, 4]).Points.Sum(point => point.Y));
        Assert.Empty(Histogram.Of("none", []).Points);
    }

    private static Chart Scatter(IReadOnlyList<Point> points) => new()
    {
        Title = "Stage",
        X = new Axis("observed", "m"),
        Y = new Axis("predicted", "m"),
        Series = [new Series("images", SeriesKind.Points, points)],
    };

    private static List<string> Texts(string svg) => [.. XDocument.Parse(svg).Descendants(Svg + "text").Select(text => text.Value)];

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
