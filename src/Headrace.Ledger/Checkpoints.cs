namespace Headrace.Ledger;

/// <summary>Carries what has gathered in the write-ahead log over into the database, on a thread of its own: no commit waits for it.</summary>
/// <remarks>
/// A log is begun anew only once all of it has been carried over, and commits go on meanwhile: what they have added, little, the writer carries over
/// itself afterwards. So the log stays as small as with SQLite's own checkpoints, which stop the writer for all of it.
/// </remarks>
internal sealed class Checkpoints : IDisposable
{
    /// <summary>Of 4 KiB.</summary>
    private const int PagesBetween = 4000;

    private readonly LedgerConnection _connection;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly Thread _thread;
    private int _pagesCarriedOver;
    private volatile State _state = State.Idle;
    private volatile bool _isClosing;

    public Checkpoints(string path)
    {
        _connection = LedgerConnection.Open(path, readOnly: false);
        _connection.ExecuteScript("PRAGMA synchronous=FULL;");
        _thread = new Thread(Run) { IsBackground = true, Name = "ledger-checkpoints" };
        _thread.Start();
    }

    private enum State
    {
        Idle,
        Running,
        Done,
    }

    /// <summary>On the writer's thread, outside a transaction.</summary>
    public void AfterCommit(LedgerConnection writer)
    {
        if (_state == State.Done)
        {
            _state = State.Idle;
            _pagesCarriedOver = writer.PagesWritten;
            writer.Checkpoint();
        }
        else if (_state == State.Idle && writer.PagesWritten - _pagesCarriedOver >= PagesBetween)
        {
            _state = State.Running;
            _wanted.Release();
        }
    }

    public void Dispose()
    {
        _isClosing = true;
        _wanted.Release();
        _thread.Join();
        _connection.Dispose();
        _wanted.Dispose();
    }

    private void Run()
    {
        for (_wanted.Wait(); !_isClosing; _wanted.Wait())
        {
            _connection.Checkpoint();
            _state = State.Done;
        }
    }
}
