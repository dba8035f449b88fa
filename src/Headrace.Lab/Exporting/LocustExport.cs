using CsvHelper;
using Headrace.Lab.Importing;
using Headrace.Lab.Records;

namespace Headrace.Lab.Exporting;

/// <summary>Locust's three CSV files.</summary>
public static class LocustExport
{
    /// <param name="prefix">Of the files' names, as Locust's <c>--csv</c> takes it.</param>
    /// <returns>The files.</returns>
    /// <exception cref="LabException">They cannot be written.</exception>
    public static IReadOnlyList<string> Write(string prefix, LocustFigures figures)
    {
        string[] files = [$"{prefix}_stats.csv", $"{prefix}_stats_history.csv", $"{prefix}_failures.csv"];
        Write(files[0], [.. LocustImport.StatsColumns, .. figures.Columns], figures.Requests, (row, request) =>
        {
            Texts(row, request.Type, request.Name);
            Counts(row, request.Count, request.Failures);
            Numbers(row, [request.Median, request.Average, request.Min, request.Max, request.AverageSize, request.Rate, request.FailureRate, .. request.Percentiles]);
        });
        Write(files[1], [.. LocustImport.HistoryColumns, .. figures.Columns, .. LocustImport.HistoryTotals], figures.History, (row, moment) =>
        {
            Counts(row, moment.Timestamp, moment.Users);
            Texts(row, moment.Type, moment.Name);
            Numbers(row, [moment.Rate, moment.FailureRate, .. moment.Percentiles]);
            Counts(row, moment.TotalCount, moment.TotalFailures);
            Numbers(row, [moment.TotalMedian, moment.TotalAverage, moment.TotalMin, moment.TotalMax, moment.TotalAverageSize]);
        });
        Write(files[2], LocustImport.FailureColumns, figures.Failures, (row, failure) =>
        {
            Texts(row, failure.Method, failure.Name, failure.Error);
            Counts(row, failure.Occurrences);
        });
        return files;
    }

    private static void Write<T>(string path, IEnumerable<string> columns, IEnumerable<T> values, Action<CsvWriter, T> write) => LabFile.Replace(path, stream =>
    {
        using var rows = CsvWriter.Create(stream, CsvWriterOptions.Default, leaveOpen: true);
        Texts(rows, [.. columns]);
        rows.EndRecord();
        foreach (var value in values)
        {
            write(rows, value);
            rows.EndRecord();
        }
    });

    private static void Texts(CsvWriter row, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            row.WriteField(text);
        }
    }

    private static void Counts(CsvWriter row, params ReadOnlySpan<long> counts)
    {
        foreach (var count in counts)
        {
            row.WriteField(count);
        }
    }

    /// <summary>Where there is no number Locust writes N/A.</summary>
    private static void Numbers(CsvWriter row, params ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            if (double.IsFinite(number))
            {
                row.WriteField(number);
            }
            else
            {
                row.WriteField("N/A");
            }
        }
    }
}
