using System.Text.Unicode;
using Headrace.Lab.Csv;

namespace Headrace.Lab.Records;

/// <summary>Rows of <c>events.csv</c> → items. Texts that repeat are kept once; ids, which do not, one behind the other.</summary>
internal sealed class EventsReader(CsvRows rows)
{
    private const int BlockSize = 1 << 20;

    private readonly TextPool _texts = new();
    private byte[] _block = [];
    private int _filled;

    public void ReadInto(ItemTable items)
    {
        while (rows.Read())
        {
            if (rows.Count != EventsCsv.Columns.Length)
            {
                throw LabException.At(rows.Name, rows.Line, 1, $"the row has {rows.Count} cells; events.csv has {EventsCsv.Columns.Length}");
            }

            items.Add(ReadItem());
        }
    }

    private Item ReadItem() => new(Text(0), Text(16), Text(17))
    {
        Level = Integer(1),
        Repetition = Integer(2),
        Variant = Pooled(3),
        Site = Pooled(4),
        Function = Pooled(5),
        Size = CsvNumbers.TryInteger(rows[6], out var size) ? size : throw rows.Refuse(6, "is not a whole number"),
        Intended = Moment(7),
        Sent = Moment(8),
        Uploaded = Moment(9),
        EventTime = Moment(10),
        InitStarted = Moment(11),
        Started = Moment(12),
        Ended = Moment(13),
        Visible = Moment(14),
        QueueAge = Number(15),
        Environment = Pooled(18),
        Cold = Flag(19),
        Init = Number(20),
        Duration = Number(21),
        Billed = Number(22),
        MemorySize = Integer(23),
        MaxMemoryUsed = Integer(24),
        Phases = new HandlerPhases((float)Number(25), (float)Number(26), (float)Number(27), (float)Number(28), (float)Number(29)),
        Status = EventsCsv.TryStatus(rows[30], out var status) ? status : throw rows.Refuse(30, "is not succeeded, failed, throttled, timed_out or lost"),
        Error = Pooled(31),
    };

    private ItemText Text(int cell)
    {
        var text = rows[cell];
        if (text.IsEmpty)
        {
            return default;
        }

        if (text.Length > BlockSize / 16 || !Utf8.IsValid(text))
        {
            return new(rows.Text(cell));
        }

        if (text.Length > _block.Length - _filled)
        {
            (_block, _filled) = (new byte[BlockSize], 0);
        }

        text.CopyTo(_block.AsSpan(_filled));
        _filled += text.Length;
        return new(_block, _filled - text.Length, text.Length);
    }

    private string Pooled(int cell) => _texts.TryGet(rows[cell], out var text) ? text : _texts.Add(rows.Text(cell));

    private int Integer(int cell) =>
        CsvNumbers.TryInteger(rows[cell], out var value) && value is >= 0 and <= int.MaxValue ? (int)value : throw rows.Refuse(cell, "is not a whole number from 0");

    private double Number(int cell)
    {
        var text = rows[cell];
        return text.IsEmpty ? double.NaN : CsvNumbers.TryParse(text, out var value) ? value : throw rows.Refuse(cell, "is not a number");
    }

    private Moment Moment(int cell)
    {
        var text = rows[cell];
        return text.IsEmpty ? Records.Moment.Unknown
            : MomentText.TryParse(text, out var moment) ? moment
            : throw rows.Refuse(cell, "is not a time such as 2025-05-08T23:00:40.448000Z");
    }

    private bool? Flag(int cell)
    {
        var text = rows[cell];
        return text.IsEmpty ? null
            : text.SequenceEqual("true"u8) ? true
            : text.SequenceEqual("false"u8) ? false
            : throw rows.Refuse(cell, "is neither true nor false");
    }
}
