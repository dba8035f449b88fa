using CsvHelper;

namespace Headrace.Lab.Records;

/// <summary>
/// Writes <c>events.csv</c> while a run goes on. <see cref="Add"/> makes the item's line and returns; lines are written to the file aside, and what is a quarter of a second
/// old is with the operating system: a killed run loses no more than that.
/// </summary>
/// <remarks>
/// Lines wait, not items: an item that waits keeps its texts alive, which the garbage collector then carries along, and is copied, read again and cleared in memory that has
/// left the processor's cache meanwhile; and its line would be made in a burst of thousands, beside what is measured. What it costs: bench lab-recording.
/// </remarks>
public sealed class EventsRecorder : IAsyncDisposable
{
    /// <summary>Bytes that may wait: when the disk is that far behind, whoever adds waits too.</summary>
    private const int Backlog = 64 << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly string _path;
    private readonly FileStream _file;
    private readonly PeriodicTimer _timer;
    private readonly Task _writing;
    private readonly Lock _lock = new();
    private Page _waiting = new();
    private Page _spare = new();
    private LabException? _failure;

    private EventsRecorder(string path, FileStream file, TimeProvider time)
    {
        (_path, _file, _timer) = (path, file, new PeriodicTimer(Interval, time));

        // The one's columns are the file's first line; the other's are not wanted.
        _spare.Clear();
        WriteOut();
        _writing = WriteAsync();
    }

    /// <exception cref="LabException">The file cannot be made.</exception>
    public static EventsRecorder Create(string path, TimeProvider time) =>
        new(path, LabFile.Guard(path, "written", () => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1)), time);

    /// <summary>From any thread.</summary>
    /// <exception cref="LabException">What was added before could not be written.</exception>
    public void Add(in Item item)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_failure is { } failure)
                {
                    throw failure;
                }

                if (_waiting.Length < Backlog)
                {
                    EventsCsv.WriteRow(_waiting.Rows, in item);
                    return;
                }
            }

            Thread.Yield();
        }
    }

    /// <summary>Writes what waits and closes the file.</summary>
    /// <exception cref="LabException">It could not be written.</exception>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _writing;
        WriteOut();
        _waiting.Dispose();
        _spare.Dispose();
        await _file.DisposeAsync();
        if (_failure is { } failure)
        {
            throw failure;
        }
    }

    private async Task WriteAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            WriteOut();
        }
    }

    private void WriteOut()
    {
        lock (_lock)
        {
            (_waiting, _spare) = (_spare, _waiting);
        }

        try
        {
            _spare.WriteTo(_file);
        }
        catch (IOException failure)
        {
            lock (_lock)
            {
                _failure ??= new LabException($"{_path} cannot be written: {failure.Message}", failure);
            }
        }

        _spare.Clear();
    }

    /// <summary>Lines in memory, the columns' names before them.</summary>
    private sealed class Page : IDisposable
    {
        private readonly MemoryStream _bytes = new();

        public Page() => Rows = EventsCsv.CreateWriter(_bytes);

        public CsvWriter Rows { get; }

        /// <summary>Bytes, as good as.</summary>
        public long Length => _bytes.Length;

        public void WriteTo(Stream file)
        {
            Rows.Flush();
            file.Write(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length));
        }

        /// <summary>Forgets the lines and keeps the room.</summary>
        public void Clear()
        {
            Rows.Flush();
            _bytes.SetLength(0);
        }

        public void Dispose()
        {
            Rows.Dispose();
            _bytes.Dispose();
        }
    }
}
