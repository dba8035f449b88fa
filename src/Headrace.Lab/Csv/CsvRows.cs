using System.Globalization;
using System.Text;
using CsvHelper;

namespace Headrace.Lab.Csv;

/// <summary>Rows of a CSV file (RFC 4180, UTF-8), one at a time and as bytes: a million rows make no object for a cell. The columns' names are the first row.</summary>
internal sealed class CsvRows : IDisposable
{
    /// <summary>Bytes. Nothing that is a table has a longer row: what has one is another kind of file.</summary>
    private const int LongestRow = 1 << 24;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly CsvReader _reader;
    private readonly long _length;
    private CsvMalformedRecord? _malformed;

    /// <param name="name">What errors call it.</param>
    /// <param name="mayBeCut">Whoever wrote it may have been killed, or still writes: a last line without its end is not read, and <see cref="CutLine"/> says where it is.</param>
    public CsvRows(Stream stream, string name, bool mayBeCut = false)
    {
        Name = name;
        _length = mayBeCut ? stream.Length : long.MaxValue;
        _reader = CsvReader.Create(stream, CsvReaderOptions.Default with
        {
            Separator = ',',
            HasHeader = false,
            SkipEmptyLines = true,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRow,
            OnMalformedRecord = record => _malformed = record,
            FormatProvider = CultureInfo.InvariantCulture,
        });
    }

    public string Name { get; }

    /// <summary>Where the current row begins, from 1.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>Cells of the current row.</summary>
    public int Count => _reader.FieldCount;

    public long? CutLine { get; private set; }

    /// <summary>A cell's bytes, its quotes undone; valid until the next row is read.</summary>
    public ReadOnlySpan<byte> this[int cell] => _reader.GetSpan(cell);

    /// <exception cref="LabException">Not CSV.</exception>
    public bool Read()
    {
        try
        {
            if (CutLine is not null || !_reader.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException failure)
        {
            throw LabException.At(Name, Math.Max(failure.LineNumber, 1), 1, $"this is no table: {failure.Message}");
        }
        catch (IOException failure)
        {
            throw new LabException($"{Name} cannot be read: {failure.Message}", failure);
        }

        if (_reader.ByteOffset + _reader.RawRecord.Length >= _length)
        {
            CutLine = Line;
            return false;
        }

        return _malformed is not { } fault ? true : throw At((int)(fault.ByteOffset - _reader.ByteOffset), fault.Reason switch
        {
            CsvMalformedReason.StrayQuote => "a quote inside a cell that does not begin with one",
            CsvMalformedReason.TextAfterClosingQuote => "text behind a closing quote",
            CsvMalformedReason.UnterminatedQuote => "a quote that is never closed",
            _ => $"{fault.Reason}",
        });
    }

    /// <exception cref="LabException">The cell is no UTF-8.</exception>
    public string Text(int cell)
    {
        try
        {
            return Strict.GetString(this[cell]);
        }
        catch (DecoderFallbackException)
        {
            throw Refuse(cell, "is not UTF-8 text");
        }
    }

    /// <summary>An error that names the cell, by its place and content.</summary>
    /// <param name="what">Completes <c>'content' …</c>.</param>
    public LabException Refuse(int cell, string what)
    {
        const int Shown = 60;
        if (cell >= Count)
        {
            return LabException.At(Name, Line, 1, $"the row has {Count} cells; cell {cell + 1} {what}");
        }

        var before = 0;
        for (var other = 0; other < cell; other++)
        {
            before += _reader.GetRawSpan(other).Length + 1;
        }

        var value = Encoding.UTF8.GetString(this[cell]);
        return At(before, $"'{(value.Length > Shown ? value[..Shown] + "…" : value)}' {what}");
    }

    public void Dispose() => _reader.Dispose();

    /// <param name="position">Bytes from the row's beginning.</param>
    private LabException At(int position, string message)
    {
        var before = _reader.RawRecord[..Math.Clamp(position, 0, _reader.RawRecord.Length)];
        return LabException.At(Name, Line + before.Count((byte)'\n'), 1 + Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]), message);
    }
}
