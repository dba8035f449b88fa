namespace Headrace.Lab.Importing;

/// <summary>Locust's CSV files, of 2.12 as of today: their percentile columns are whatever Locust was set to.</summary>
/// <remarks><see href="https://docs.locust.io/en/stable/retrieving-stats.html">Retrieve test statistics in CSV format</see>.</remarks>
internal static class LocustImport
{
    internal static readonly string[] StatsColumns =
    [
        "Type", "Name", "Request Count", "Failure Count", "Median Response Time", "Average Response Time", "Min Response Time", "Max Response Time", "Average Content Size",
        "Requests/s", "Failures/s",
    ];

    internal static readonly string[] HistoryColumns = ["Timestamp", "User Count", "Type", "Name", "Requests/s", "Failures/s"];

    internal static readonly string[] HistoryTotals =
    [
        "Total Request Count", "Total Failure Count", "Total Median Response Time", "Total Average Response Time", "Total Min Response Time", "Total Max Response Time",
        "Total Average Content Size",
    ];

    internal static readonly string[] FailureColumns = ["Method", "Name", "Error", "Occurrences"];

    public static LocustFigures ReadStats(SourceFile file, LocustFigures figures)
    {
        using var rows = new ColumnRows(file);
        var columns = Array.ConvertAll(StatsColumns, rows.Require);
        var (names, percentiles) = Percentiles(rows, figures);
        List<LocustRequest> requests = [.. figures.Requests];
        while (rows.Read())
        {
            requests.Add(new LocustRequest(
                rows.Text(columns[0]), rows.Text(columns[1]), rows.Count(columns[2]), rows.Count(columns[3]), rows.Number(columns[4]), rows.Number(columns[5]), rows.Number(columns[6]),
                rows.Number(columns[7]), rows.Number(columns[8]), rows.Number(columns[9]), rows.Number(columns[10]), Array.ConvertAll(percentiles, rows.Number)));
        }

        return figures with { Columns = names, Requests = requests };
    }

    public static LocustFigures ReadHistory(SourceFile file, LocustFigures figures)
    {
        using var rows = new ColumnRows(file);
        var (columns, totals) = (Array.ConvertAll(HistoryColumns, rows.Require), Array.ConvertAll(HistoryTotals, rows.Require));
        var (names, percentiles) = Percentiles(rows, figures);
        List<LocustMoment> history = [.. figures.History];
        while (rows.Read())
        {
            history.Add(new LocustMoment(
                rows.Count(columns[0]), rows.Count(columns[1]), rows.Text(columns[2]), rows.Text(columns[3]), rows.Number(columns[4]), rows.Number(columns[5]),
                Array.ConvertAll(percentiles, rows.Number), rows.Count(totals[0]), rows.Count(totals[1]), rows.Number(totals[2]), rows.Number(totals[3]), rows.Number(totals[4]),
                rows.Number(totals[5]), rows.Number(totals[6])));
        }

        return figures with { Columns = names, History = history };
    }

    public static LocustFigures ReadFailures(SourceFile file, LocustFigures figures)
    {
        using var rows = new ColumnRows(file);
        var columns = Array.ConvertAll(FailureColumns, rows.Require);
        List<LocustFailure> failures = [.. figures.Failures];
        while (rows.Read())
        {
            failures.Add(new LocustFailure(rows.Text(columns[0]), rows.Text(columns[1]), rows.Text(columns[2]), rows.Count(columns[3])));
        }

        return figures with { Failures = failures };
    }

    /// <summary>All files of one import have the same: they come from one run of Locust.</summary>
    private static (string[] Names, int[] Columns) Percentiles(ColumnRows rows, LocustFigures figures)
    {
        string[] names = [.. rows.Names.Where(name => name.EndsWith('%'))];
        return figures.Columns.Count == 0 || names.SequenceEqual(figures.Columns)
            ? (names, Array.ConvertAll(names, rows.Require))
            : throw rows.At($"the percentiles are {string.Join(", ", names)}, and those of the files before {string.Join(", ", figures.Columns)}: import them as runs of their own");
    }
}
