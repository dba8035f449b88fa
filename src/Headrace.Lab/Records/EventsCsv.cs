using System.Text;
using CsvHelper;
using Headrace.Lab.Csv;

namespace Headrace.Lab.Records;

/// <summary><c>events.csv</c>: a line for each item, its columns <see cref="Item"/>'s properties in their order.</summary>
public static class EventsCsv
{
    internal static readonly string[] Columns =
    [
        "id", "level", "repetition", "variant", "site", "function", "size",
        "intended", "sent", "uploaded", "event_time", "init_started", "started", "ended", "visible",
        "queue_age", "request_id", "trace", "environment", "cold", "init", "duration", "billed", "memory_size", "max_memory_used",
        "download_ms", "decode_ms", "infer_ms", "draw_ms", "write_ms", "status", "error",
    ];

    private static readonly (byte[] Text, ItemStatus Status)[] Statuses =
    [
        Named("succeeded", ItemStatus.Succeeded), Named("failed", ItemStatus.Failed), Named("throttled", ItemStatus.Throttled),
        Named("timed_out", ItemStatus.TimedOut), Named("lost", ItemStatus.Lost),
    ];

    /// <param name="remarks">Gets a sentence when the last line was cut, as a killed run leaves it; the line is left out.</param>
    /// <exception cref="LabException">The file cannot be read, its columns are others, a value is none.</exception>
    public static ItemTable Read(string path, ICollection<string> remarks)
    {
        var items = new ItemTable();
        Read(path, remarks, items);
        return items;
    }

    /// <summary>Adds a file's items to those that are there.</summary>
    /// <inheritdoc cref="Read(string, ICollection{string})"/>
    public static void Read(string path, ICollection<string> remarks, ItemTable items)
    {
        using var rows = new CsvRows(LabFile.Open(path), path, mayBeCut: true);
        CheckColumns(rows);
        new EventsReader(rows).ReadInto(items);
        if (rows.CutLine is { } line)
        {
            remarks.Add($"{Path.GetFileName(path)}: line {line} is cut, as a killed run leaves it, and left out");
        }
    }

    /// <summary>Writes a whole table in place of what was there, which stays until the new one is complete.</summary>
    public static void Write(string path, ItemTable items) => LabFile.Replace(path, stream =>
    {
        using var rows = CreateWriter(stream);
        for (var index = 0; index < items.Count; index++)
        {
            WriteRow(rows, in items.At(index));
        }
    });

    /// <summary>A writer that has written the columns' names. It leaves the stream open.</summary>
    internal static CsvWriter CreateWriter(Stream stream)
    {
        var rows = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n", TrueValue = "true", FalseValue = "false" }, leaveOpen: true);
        foreach (var column in Columns)
        {
            rows.WriteField(column);
        }

        rows.EndRecord();
        return rows;
    }

    internal static void WriteRow(CsvWriter row, in Item item)
    {
        item.IdText.WriteTo(row);
        row.WriteField(item.Level);
        row.WriteField(item.Repetition);
        row.WriteField(item.Variant);
        row.WriteField(item.Site);
        row.WriteField(item.Function);
        row.WriteField(item.Size);
        Write(row, item.Intended);
        Write(row, item.Sent);
        Write(row, item.Uploaded);
        Write(row, item.EventTime);
        Write(row, item.InitStarted);
        Write(row, item.Started);
        Write(row, item.Ended);
        Write(row, item.Visible);
        Write(row, item.QueueAge);
        item.RequestIdText.WriteTo(row);
        item.TraceText.WriteTo(row);
        row.WriteField(item.Environment);
        row.WriteField(item.Cold switch { null => default, true => "true"u8, false => "false"u8 });
        Write(row, item.Init);
        Write(row, item.Duration);
        Write(row, item.Billed);
        row.WriteField(item.MemorySize);
        row.WriteField(item.MaxMemoryUsed);
        Write(row, item.Phases.Download);
        Write(row, item.Phases.Decode);
        Write(row, item.Phases.Infer);
        Write(row, item.Phases.Draw);
        Write(row, item.Phases.Write);
        row.WriteField(Statuses[(int)item.Status].Text);
        row.WriteField(item.Error);
        row.EndRecord();
    }

    internal static bool TryStatus(ReadOnlySpan<byte> text, out ItemStatus status)
    {
        foreach (var named in Statuses)
        {
            if (text.SequenceEqual(named.Text))
            {
                status = named.Status;
                return true;
            }
        }

        status = default;
        return false;
    }

    private static void Write(CsvWriter row, double value)
    {
        Span<byte> text = stackalloc byte[24];
        if (CsvNumbers.Format(value, text) is > 0 and var length)
        {
            row.WriteField(text[..length]);
        }
        else if (double.IsFinite(value))
        {
            row.WriteField(value);
        }
        else
        {
            row.WriteField(default(ReadOnlySpan<byte>));
        }
    }

    private static void Write(CsvWriter row, float value)
    {
        Span<byte> text = stackalloc byte[24];
        if (CsvNumbers.Format(value, text) is > 0 and var length)
        {
            row.WriteField(text[..length]);
        }
        else if (float.IsFinite(value))
        {
            row.WriteField(value);
        }
        else
        {
            row.WriteField(default(ReadOnlySpan<byte>));
        }
    }

    private static void Write(CsvWriter row, Moment moment)
    {
        Span<byte> text = stackalloc byte[moment.IsKnown ? MomentText.Length : 0];
        if (moment.IsKnown)
        {
            MomentText.Format(moment, text);
        }

        row.WriteField(text);
    }

    private static (byte[] Text, ItemStatus Status) Named(string text, ItemStatus status) => (Encoding.ASCII.GetBytes(text), status);

    private static void CheckColumns(CsvRows rows)
    {
        if (!rows.Read())
        {
            throw new LabException($"{rows.Name} is empty: it has not even a line of columns");
        }

        for (var column = 0; column < Columns.Length; column++)
        {
            if (column >= rows.Count || rows.Text(column) != Columns[column])
            {
                throw rows.Refuse(column, $"stands where events.csv has the column '{Columns[column]}'");
            }
        }

        if (rows.Count > Columns.Length)
        {
            throw rows.Refuse(Columns.Length, "is no column of events.csv");
        }
    }
}
