using Headrace.Charts;
using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting.Pictures;

/// <summary>
/// Every item as a dot. A million would be no picture: those of one kind that fall into one cell of a grid are drawn as one dot, larger the more they are,
/// where the slowest of them stands.
/// </summary>
internal static class ItemCloud
{
    private const int Columns = 80, Rows = 30;

    private const string Title = "Every item";

    private static readonly (string Name, int Colour)[] Kinds = [("warm", 0), ("cold", 1), ("start unknown", 2), ("not succeeded", 3)];

    public static void AddTo(FigureSection section, RunSummary summary, ItemTable items)
    {
        if (Bounds.Of(items) is not { } bounds)
        {
            section.LeaveOut(Title, items.Count == 0 ? "there are no single items, only figures of all" : "no item has both a start and a response");
            return;
        }

        var cells = Fill(items, bounds);
        var unit = TimeUnit.For(bounds.Most);
        var series = new List<Series>();
        var rows = new List<(double At, DataRow Row)>();
        foreach (var (kind, (name, colour)) in Kinds.Index())
        {
            var points = new List<Point>();
            foreach (var cell in cells.Where(cell => cell.Count > 0 && cell.Kind == kind))
            {
                var point = new Point(cell.Start / 1e6, unit[cell.Response]) { Radius = 1.5 + (1.1 * Math.Log10(cell.Count)) };
                points.Add(point);
                rows.Add((point.X, new DataRow([DataTable.Clock(point.X), Say.Cell(point.Y), name, Say.Cell(cell.Count)], [point])));
            }

            if (points.Count > 0)
            {
                series.Add(new Series(name, SeriesKind.Points, points) { Colour = colour });
            }
        }

        var drawn = cells.Sum(cell => (long)cell.Count);
        var left = summary.Totals.Items - drawn;
        var margin = Math.Max((bounds.Last - bounds.First) / 50, 1000);
        var chart = Figure.Plot(summary.Run.Name, Title, Axis.Time("intended start, UTC") with { Minimum = (bounds.First - margin) / 1e6, Maximum = (bounds.Last + margin) / 1e6 },
            new Axis("response", unit.Name) { Kind = bounds.IsSkewed ? AxisKind.Logarithm : AxisKind.Number, Minimum = bounds.IsSkewed ? null : 0 }, series);
        var sentence = $"{Say.Count(drawn, "item", "items")}; where many fall together, one larger dot stands for them, at the slowest."
            + (left > 0 ? $" {Say.Count(left)} without a response {(left == 1 ? "is" : "are")} not drawn." : "");
        var table = new DataTable(["intended start", $"response ({unit.Name})", "start", "items"], [.. rows.OrderBy(row => row.At).Select(row => row.Row)]);
        section.Add(new Figure("items", sentence, chart, table) { Nearest = "xy" });
    }

    private static Cell[] Fill(ItemTable items, Bounds bounds)
    {
        var cells = new Cell[Columns * Rows * Kinds.Length];
        for (var index = 0; index < items.Count; index++)
        {
            ref readonly var item = ref items.At(index);
            var (start, response) = (Start(item).Microseconds, item.Response);
            if (item.Repetition == 0 || start == 0 || !(response >= 0))
            {
                continue;
            }

            var kind = item.Status != ItemStatus.Succeeded ? 3 : item.Cold switch { true => 1, false => 0, null => 2 };
            ref var cell = ref cells[(((kind * Rows) + bounds.Row(response)) * Columns) + bounds.Column(start)];
            if (cell.Count == 0 || response > cell.Response)
            {
                (cell.Start, cell.Response, cell.Kind) = (start, response, kind);
            }

            cell.Count++;
        }

        return cells;
    }

    private static Moment Start(in Item item) => item.Intended.IsKnown ? item.Intended : item.EventTime;

    private struct Cell
    {
        public int Count, Kind;
        public long Start;
        public double Response;
    }

    private sealed record Bounds(long First, long Last, double Least, double Most)
    {
        /// <summary>Cold starts of seconds beside warm ones of milliseconds.</summary>
        public bool IsSkewed => Most > 30 * Least;

        public static Bounds? Of(ItemTable items)
        {
            var (first, last, least, most) = (long.MaxValue, long.MinValue, double.PositiveInfinity, 0.0);
            for (var index = 0; index < items.Count; index++)
            {
                ref readonly var item = ref items.At(index);
                var (start, response) = (Start(item).Microseconds, item.Response);
                if (item.Repetition > 0 && start != 0 && response >= 0)
                {
                    (first, last) = (Math.Min(first, start), Math.Max(last, start));
                    (least, most) = (Math.Min(least, Math.Max(response, 0.001)), Math.Max(most, response));
                }
            }

            return first <= last ? new Bounds(first, last, least, most) : null;
        }

        public int Column(long start) => (int)((start - First) / (double)(Last - First + 1) * Columns);

        public int Row(double response) => (int)Math.Clamp(
            (IsSkewed ? Math.Log(Math.Max(response, Least) / Least) / Math.Log(Most / Least) : response / Most) * Rows, 0, Rows - 1);
    }
}
