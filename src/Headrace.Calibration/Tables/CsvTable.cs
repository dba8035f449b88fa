using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;

namespace Headrace.Calibration.Tables;

/// <summary>A file of rows under a heading: comma, semicolon or tab between cells, lines that begin with # left out, as is the line of column formats that USGS puts under its headings.</summary>
/// <remarks>USGS's form: https://waterservices.usgs.gov/docs/site-service/site-service-details/#rdb</remarks>
public sealed partial class CsvTable : IDisposable
{
    private readonly string _file;
    private readonly CsvReader _reader;
    private readonly string[] _headings;

    private CsvTable(string file, CsvReader reader)
    {
        (_file, _reader) = (file, reader);
        _headings = [.. Guard(() =>
        {
            reader.ReadHeader();
            return reader.Headers ?? [];
        })];
        if (_headings.Length == 0)
        {
            throw new CalibrationException($"{file} is empty.");
        }
    }

    public IReadOnlyList<string> Headings => _headings;

    /// <exception cref="CalibrationException">The file cannot be read, or has no heading.</exception>
    public static CsvTable Open(string path)
    {
        CsvReader reader;
        try
        {
            var options = CsvReaderOptions.Default with
            {
                Separator = Separator(path),
                HasHeader = true,
                CommentPrefix = '#',
                SkipEmptyLines = true,
                TrackLineNumbers = true,
                MaxRecordSize = 1 << 20,
                MalformedData = CsvMalformedDataHandling.Throw,
                FormatProvider = CultureInfo.InvariantCulture,
            };
            reader = CsvReader.FromFile(path, options, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CalibrationException($"{path} cannot be read: {failure.Message}", failure);
        }

        try
        {
            return new CsvTable(Path.GetFileName(path), reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The column of that name; null when there is none.</summary>
    public int? Find(string name) => Array.IndexOf(_headings, name) is >= 0 and var index ? index : null;

    /// <exception cref="CalibrationException">There is none; the message names those that are.</exception>
    public int Require(string name) =>
        Find(name) ?? throw new CalibrationException($"{_file} has no column '{name}'; it has: {string.Join(", ", _headings)}.");

    /// <exception cref="CalibrationException">A row is not CSV.</exception>
    public IEnumerable<CsvRow> Rows()
    {
        for (var isFirst = true; Guard(_reader.Read); isFirst = false)
        {
            var cells = _reader.Current.ToArray();
            if (!isFirst || !Array.TrueForAll(cells, cell => RdbFormat().IsMatch(cell)))
            {
                yield return new CsvRow(_file, _reader.LineNumber, _headings, cells);
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException failure)
        {
            throw new CalibrationException($"{_file}, line {failure.LineNumber}: {failure.Message}", failure);
        }
        catch (IOException failure)
        {
            throw new CalibrationException($"{_file} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>What the heading has most of; the heading is the first line that is no comment.</summary>
    private static char Separator(string path)
    {
        var heading = File.ReadLines(path).FirstOrDefault(line => line.Length > 0 && line[0] != '#') ?? "";
        return ",\t;".MaxBy(separator => heading.Count(character => character == separator));
    }

    [GeneratedRegex("^[0-9]+[snd]$")]
    private static partial Regex RdbFormat();
}
