using System.Globalization;
using CsvHelper;
using Headrace.Lab.Importing;
using Headrace.Lab.Records;

namespace Headrace.Lab.Exporting;

/// <summary>Items as the original 300-site run's <c>logsdata.csv</c>, digit for digit as pandas wrote it, so that its notebooks read on.</summary>
public static class LogsDataExport
{
    /// <param name="zone">Of its times, which say none.</param>
    /// <exception cref="LabException">It cannot be written.</exception>
    public static void Write(string path, ItemTable items, TimeZoneInfo zone) => LabFile.Replace(path, stream =>
    {
        using var rows = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        rows.WriteField("");
        foreach (var column in LogsDataImport.Columns)
        {
            rows.WriteField(column);
        }

        rows.EndRecord();
        for (var index = 0; index < items.Count; index++)
        {
            ref readonly var item = ref items.At(index);
            rows.WriteField(index);
            rows.WriteField(LogsDataImport.ImageOf(in item));
            rows.WriteField(item.Function);
            rows.WriteField(Time(item.EventTime, zone, isWhole: true));
            rows.WriteField(Time(item.Visible, zone, isWhole: false));
            rows.WriteField(Time(item.Ended, zone, isWhole: false));
            rows.WriteField(double.IsNaN(item.Billed) ? "" : item.Billed.ToString(item.Billed % 1 == 0 ? "F1" : "R", CultureInfo.InvariantCulture));
            rows.WriteField(item.Cold is { } cold ? cold ? "True" : "False" : "");
            rows.EndRecord();
        }
    });

    /// <param name="isWhole">A whole second has no decimals, as S3's event time had none.</param>
    private static string Time(Moment moment, TimeZoneInfo zone, bool isWhole)
    {
        if (!moment.IsKnown)
        {
            return "";
        }

        var format = moment.Microseconds % 1_000 != 0 ? "yyyy-MM-dd HH:mm:ss.ffffff" : isWhole && moment.Microseconds % 1_000_000 == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff";
        return TimeZoneInfo.ConvertTime(moment.ToDateTimeOffset(), zone).ToString(format, CultureInfo.InvariantCulture);
    }
}
