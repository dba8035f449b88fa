using CsvHelper;

namespace Headrace.Lab.Records;

/// <summary>
/// Writes <c>events.csv</c> while a run goes on. <see cref="Add"/> copies the item and returns; formatting and writing happen aside, and what is a quarter of a second
/// old is with the operating system: a killed run loses no more than that.
/// </summary>
public sealed class EventsRecorder : IAsyncDisposable
{
    /// <summary>Items that may wait: when the disk is that far behind, whoever adds waits too.</summary>
    private const int Backlog = 1 << 18;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly string _path;
    private readonly FileStream _file;
    private readonly CsvWriter _rows;
    private readonly PeriodicTimer _timer;
    private readonly Task _writing;
    private readonly Lock _lock = new();
    private ItemTable _waiting = new();
    private ItemTable _spare = new();
    private LabException? _failure;

    private EventsRecorder(string path, FileStream file, TimeProvider time)
    {
        (_path, _file, _timer) = (path, file, new PeriodicTimer(Interval, time));
        _rows = EventsCsv.CreateWriter(file);
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

                if (_waiting.Count < Backlog)
                {
                    _waiting.Add(in item);
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
        if (_failure is null)
        {
            _rows.Dispose();
        }

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
            for (var index = 0; index < _spare.Count; index++)
            {
                EventsCsv.WriteRow(_rows, in _spare.At(index));
            }

            _rows.Flush();
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
}
