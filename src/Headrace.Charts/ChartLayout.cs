namespace Headrace.Charts;

/// <summary>Where everything of a chart stands: title, legend, labels of marks, plot, axes.</summary>
internal sealed class ChartLayout
{
    public const double TitleHeight = 58;

    private const double Right = 28, CharacterWidth = 7.4, RowHeight = 20, Swatch = 24;

    private readonly Chart _chart;
    private readonly double _character;

    public ChartLayout(Chart chart)
    {
        _chart = chart;
        _character = CharacterWidth * chart.TextRoom;
        Row = RowHeight * chart.TextRoom;
        var bottom = chart.Height - 38 - (20 * chart.TextRoom);
        var ends = bars().SelectMany(point => (double[])[point.Base, Along(point) - point.Deviation, Along(point) + point.Deviation]);
        var sides = bars().SelectMany(point => (double[])[Across(point) - (point.Width / 2), Across(point) + (point.Width / 2)]);
        var marks = chart.Marks.Select(mark => new Point(mark.Value, 0)).Where(point => point.IsDrawable).Select(point => point.X);

        // The width of the value labels sets the plot's left side, its width the rows of legend and marks, those the plot's height.
        var y = Y(bottom, TitleHeight + Row);
        Left = (28 * chart.TextRoom) + 20 + (y.Ticks.Select(tick => tick.Label.Length).DefaultIfEmpty(1).Max() * _character);
        X = Scale.Of(chart.X, Values(point => point.X).Concat(AreHorizontal ? ends : sides).Concat(marks), Left, chart.Width - Right, 24, _character);
        Legend = [.. PlaceLegend()];
        Marks = [.. PlaceMarks()];
        Top = TitleHeight + (Rows(Legend.Select(entry => entry.Row)) + Rows(Marks.Select(mark => mark.Row))) * Row;
        this.Y = Y(bottom, Top);

        Scale Y(double from, double to) => chart.Y.Kind == AxisKind.Category
            ? Scale.Of(chart.Y, [], to, from, 16 * chart.TextRoom, 0)
            : Scale.Of(chart.Y, Values(point => point.Y).Concat(AreHorizontal ? sides : ends), from, to, 32 + (20 * chart.TextRoom), 0);

        IEnumerable<Point> bars() => chart.Series.Where(series => series.Kind == SeriesKind.Bars)
            .SelectMany(series => series.Points.Where(point => point.IsDrawable).Select(point => point with { Width = point.Width > 0 ? point.Width : series.BarWidth }));
    }

    /// <summary>Bars grow to the right and not up.</summary>
    public bool AreHorizontal => _chart.Y.Kind == AxisKind.Category;

    public Scale X { get; }

    public Scale Y { get; }

    public double Left { get; }

    /// <summary>Of the plot.</summary>
    public double Top { get; }

    /// <summary>Of the lines of text above the plot.</summary>
    public double Row { get; }

    public IReadOnlyList<(int Series, double X, int Row)> Legend { get; }

    public IReadOnlyList<(Mark Mark, double X, int Row)> Marks { get; }

    public double MarksTop => TitleHeight + (Rows(Legend.Select(entry => entry.Row)) * Row);

    public double Along(Point point) => AreHorizontal ? point.X : point.Y;

    public double Across(Point point) => AreHorizontal ? point.Y : point.X;

    public (double X, double Y) Pixel(Point point) => (X[point.X], Y[point.Y]);

    private IEnumerable<(int Series, double X, int Row)> PlaceLegend()
    {
        var (at, row) = (Left, 0);
        foreach (var (index, series) in _chart.Series.Index().Where(series => series.Item.Name.Length > 0))
        {
            var width = Swatch + (series.Name.Length * _character);
            if (at > Left && at + width > _chart.Width)
            {
                (at, row) = (Left, row + 1);
            }

            yield return (index, at, row);
            at += width + 18;
        }
    }

    /// <summary>Each label as near to its line as its neighbours on the same row allow.</summary>
    private IEnumerable<(Mark Mark, double X, int Row)> PlaceMarks()
    {
        var ends = new List<double>();
        foreach (var mark in _chart.Marks.Where(mark => new Point(mark.Value, 0).IsDrawable).OrderBy(mark => mark.Value))
        {
            var width = mark.Label.Length * _character;
            var start = Math.Clamp(X[mark.Value] - (width / 2), Left, Math.Max(Left, _chart.Width - width));
            var row = ends.FindIndex(end => end + 10 <= start);
            if (row < 0)
            {
                row = ends.Count;
                ends.Add(0);
            }

            ends[row] = start + width;
            yield return (mark, start + (width / 2), row);
        }
    }

    private static int Rows(IEnumerable<int> rows) => rows.DefaultIfEmpty(-1).Max() + 1;

    private IEnumerable<double> Values(Func<Point, double> coordinate) => _chart.Series.SelectMany(series => series.Points).Where(point => point.IsDrawable).Select(coordinate);
}
