using System.Globalization;
using Headrace.Lab.Csv;
using Headrace.Lab.Records;

namespace Headrace.Lab.Plans;

/// <summary>When a recorded run's items were meant to be sent: <c>intended</c> of events.csv, or <c>event_time</c> of logsdata.csv.</summary>
internal static class RecordedArrivals
{
    private static readonly string[] _times = ["intended", "event_time"];
    private static readonly string[] _sites = ["site", "lambda_function_name"];

    /// <exception cref="LabException">Not readable, or a line without its time.</exception>
    public static IReadOnlyList<Arrival> Read(string path)
    {
        using var rows = new CsvRows(LabFile.Open(path), path);
        if (!rows.Read())
        {
            throw LabException.At(path, 1, 1, "the file is empty");
        }

        var (time, site) = (ColumnOf(rows, _times), ColumnOf(rows, _sites));
        if (time < 0)
        {
            throw LabException.At(path, 1, 1, $"there is no column {string.Join(" or ", _times)}");
        }

        var sites = new Dictionary<string, int>();
        List<(DateTimeOffset Time, int Site)> recorded = [];
        while (rows.Read())
        {
            var name = site < 0 ? "" : rows.Text(site);
            if (!sites.TryGetValue(name, out var number))
            {
                sites[name] = number = sites.Count + 1;
            }

            recorded.Add((DateTimeOffset.TryParse(rows.Text(time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
                ? moment : throw rows.Refuse(time, "a time such as 2025-05-08 23:00:17.250"), number));
        }

        if (recorded.Count == 0)
        {
            throw LabException.At(path, 2, 1, "there is nothing to replay");
        }

        var first = recorded.Min(row => row.Time);
        return [.. recorded.Select(row => new Arrival(row.Time - first, row.Site)).OrderBy(arrival => arrival.Offset)];
    }

    private static int ColumnOf(CsvRows header, string[] names) =>
        Enumerable.Range(0, header.Count).Select(cell => (Cell: cell, Name: header.Text(cell))).Where(column => names.Contains(column.Name)).Select(column => column.Cell).DefaultIfEmpty(-1).First();
}
