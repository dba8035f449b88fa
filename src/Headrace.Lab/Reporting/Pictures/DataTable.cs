using System.Globalization;
using Headrace.Charts;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>What a figure shows, in numbers: its table for those who read, its CSV, and where each row stands in the picture.</summary>
internal sealed record DataTable(IReadOnlyList<string> Columns, IReadOnlyList<DataRow> Rows)
{
    /// <summary>A row for each place on the axis across the bars, a column for each series. Reference lines are no data.</summary>
    public static DataTable Of(Chart chart)
    {
        var areHorizontal = chart.Y.Kind == AxisKind.Category;
        var (across, along) = areHorizontal ? (chart.Y, chart.X) : (chart.X, chart.Y);
        List<Series> series = [.. chart.Series.Where(series => series.Kind != SeriesKind.Reference)];
        var intervals = series.Any(one => one.Kind == SeriesKind.Bars) && across.Kind is AxisKind.Number or AxisKind.Logarithm;
        var deviate = series.ToDictionary(one => one, one => one.Points.Any(point => point.Deviation > 0));
        var rows = new SortedDictionary<double, (Point First, Point?[] Points)>();
        foreach (var (column, one) in series.Index())
        {
            foreach (var point in one.Points)
            {
                // Bars of one category stand beside each other.
                var place = areHorizontal ? point.Y : point.X;
                var key = across.Kind == AxisKind.Category ? Math.Round(place) : place;
                if (!rows.TryGetValue(key, out var row))
                {
                    rows[key] = row = (point with { Width = point.Width > 0 ? point.Width : one.BarWidth }, new Point?[series.Count]);
                }

                row.Points[column] = point;
            }
        }

        string[] first = intervals ? [$"from{Unit(across)}", $"to{Unit(across)}"] : [$"{across.Title}{Unit(across)}"];
        return new DataTable(
            [.. first, .. series.SelectMany(one => Headings(one, along, deviate[one]))],
            [.. rows.Where(row => row.Value.Points.Any(point => point is { } some && double.IsFinite(areHorizontal ? some.X : some.Y))).Select(row => new DataRow(
                [
                    .. intervals ? [Say.Cell(row.Key - (row.Value.First.Width / 2)), Say.Cell(row.Key + (row.Value.First.Width / 2))] : (string[])[Name(across, row.Key)],
                    .. row.Value.Points.Zip(series).SelectMany(pair => Cells(pair.First, deviate[pair.Second], areHorizontal)),
                ],
                [.. row.Value.Points.Where(point => point is { } some && double.IsFinite(some.X) && double.IsFinite(some.Y)).Select(point => point!.Value)]))]);
    }

    public static string Clock(double seconds)
    {
        var moment = DateTime.UnixEpoch.AddSeconds(seconds);
        return moment.ToString(moment.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    private static string Unit(Axis axis) => axis.Unit is null ? "" : $" ({axis.Unit})";

    private static string[] Headings(Series series, Axis along, bool deviates)
    {
        var name = $"{(series.Name.Length > 0 ? series.Name : along.Title)}{Unit(along)}";
        return deviates ? [name, $"± sd{Unit(along)}"] : [name];
    }

    private static string[] Cells(Point? point, bool deviates, bool areHorizontal)
    {
        var value = point is { } some ? (areHorizontal ? some.X : some.Y) - some.Base : double.NaN;
        return deviates ? [Say.Cell(value), Say.Cell(point?.Deviation ?? double.NaN)] : [Say.Cell(value)];
    }

    private static string Name(Axis axis, double value) => axis.Kind switch
    {
        AxisKind.Time => Clock(value),
        AxisKind.Category => axis.Categories[(int)value],
        _ => Say.Cell(value),
    };
}

/// <param name="Anchors">In the units of the picture's axes.</param>
internal sealed record DataRow(IReadOnlyList<string> Cells, IReadOnlyList<Point> Anchors);
