using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Headrace.Ledger;

/// <summary>
/// The one durable database of an engine (SQLite, WAL, <c>synchronous=FULL</c>): every room keeps its rows here, so that an object
/// and the events it causes are one transaction.
/// </summary>
/// <remarks>
/// All writes pass one thread, which gathers whatever is waiting into one SQLite transaction and so one fsync (group commit).
/// Each unit of work has its own savepoint: one that throws is undone alone. A <see cref="CommitAsync{T}"/> that has returned
/// survives <c>kill -9</c> and power loss. Reads run on other connections and never wait for the writer.
/// </remarks>
public sealed class LedgerDatabase : IAsyncDisposable
{
    private const int MostWorkPerCommit = 512;
    private const int MostWaiting = 8192;

    // About as long as an fsync takes: whoever is patient costs none of his own while anybody else writes.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    // Free pages are kept for what comes next; above this many they are given back to the file system when there is nothing else to do.
    private const long KeptFreePages = 4096;
    private const int PagesGivenBackAtOnce = 512;
    private const int CommitsBetweenLooks = 64;

    private readonly string _path;
    private readonly WorkQueue<PendingWork> _work = new(MostWaiting);
    private readonly ConcurrentBag<LedgerConnection> _idleReaders = [];
    private readonly Thread _writer;
    private volatile bool _closed;

    private LedgerDatabase(string path)
    {
        _path = path;
        using (var first = LedgerConnection.Open(path, readOnly: false))
        {
            // In this order: a database that exists, as WAL mode makes it, keeps the auto_vacuum that it has.
            first.ExecuteScript("PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;");
        }

        _writer = new Thread(WriteLoop) { IsBackground = true, Name = "ledger-writer" };
        _writer.Start();
    }

    /// <summary>Opens or creates the database file.</summary>
    /// <exception cref="LedgerException">The file is not a database, or cannot be written.</exception>
    public static LedgerDatabase Open(string path)
    {
        SqliteLibrary.Load();
        return new LedgerDatabase(path);
    }

    /// <summary>Creates a room's tables (<c>CREATE TABLE IF NOT EXISTS …</c>) before the room is used.</summary>
    public void EnsureSchema(string script) =>
        Initialize(transaction =>
        {
            transaction.ExecuteScript(script);
            return true;
        });

    /// <summary>A commit that start-up waits for, blocking: a room opens its tables before there is anything else to do.</summary>
    public T Initialize<T>(Func<LedgerTransaction, T> work) => CommitAsync(work, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>
    /// Runs <paramref name="work"/> on the writer thread and returns once it is on disk. <paramref name="contents"/>, when given,
    /// is flushed before the transaction commits: bytes first, then the row that points at them.
    /// </summary>
    /// <param name="isPatient">Nobody waits for it: it may be held back for a few milliseconds, to share another's fsync.</param>
    /// <remarks>Cancelling before the work has begun drops it; afterwards it runs to its end.</remarks>
    public async Task<T> CommitAsync<T>(
        Func<LedgerTransaction, T> work, CancellationToken cancellationToken, IDurableContent? contents = null, bool isPatient = false)
    {
        var pending = new PendingWork<T>(work, contents, cancellationToken);
        await _work.AddAsync(pending, isPatient, cancellationToken);
        return await pending.Completion;
    }

    /// <summary>Runs a query against the last committed state.</summary>
    public T Read<T>(Func<LedgerConnection, T> query)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_idleReaders.TryTake(out var reader))
        {
            reader = LedgerConnection.Open(_path, readOnly: true);
        }

        try
        {
            return query(reader);
        }
        finally
        {
            if (_closed)
            {
                reader.Dispose();
            }
            else
            {
                _idleReaders.Add(reader);
            }
        }
    }

    /// <summary>Commits what is waiting, then closes the file.</summary>
    public ValueTask DisposeAsync()
    {
        if (_work.Close())
        {
            // Readers first: the last connection to close checkpoints the log and removes it, and a reader may not.
            _closed = true;
            while (_idleReaders.TryTake(out var reader))
            {
                reader.Dispose();
            }

            _writer.Join();
            _work.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private void WriteLoop()
    {
        using var connection = LedgerConnection.Open(_path, readOnly: false);
        connection.ExecuteScript("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;");
        using var checkpoints = new Checkpoints(_path);
        var transaction = new LedgerTransaction(connection);
        var batch = new List<PendingWork>(MostWorkPerCommit);
        var contents = new HashSet<IDurableContent>();

        var (idle, isShrinking, commits) = (Idle, false, 0);
        while (!_work.IsEmptied)
        {
            batch.Clear();
            contents.Clear();
            if (_work.TryTake(batch, MostWorkPerCommit, idle, Patience))
            {
                CommitBatch(transaction, batch, contents);
                checkpoints.AfterCommit(connection);
                idle = isShrinking || ++commits % CommitsBetweenLooks == 0 ? TimeSpan.Zero : Idle;
            }
            else
            {
                isShrinking = TryShrink(connection);
                idle = isShrinking ? TimeSpan.Zero : Timeout.InfiniteTimeSpan;
            }
        }
    }

    /// <summary>Gives some free pages back; false when there are few.</summary>
    private static bool TryShrink(LedgerConnection connection)
    {
        using (var free = connection.Prepare("PRAGMA freelist_count"))
        {
            if (!free.Step() || free.Int64(0) <= KeptFreePages)
            {
                return false;
            }
        }

        try
        {
            connection.ExecuteScript($"PRAGMA incremental_vacuum({PagesGivenBackAtOnce})");
            return true;
        }
        catch (LedgerException)
        {
            // Space is a wish, not a duty: a full disk, say, is for the next commit to tell.
            return false;
        }
    }

    private static void CommitBatch(LedgerTransaction transaction, List<PendingWork> batch, HashSet<IDurableContent> contents)
    {
        try
        {
            transaction.Begin();
            foreach (var work in batch)
            {
                if (work.Run(transaction) && work.Contents is { } content)
                {
                    contents.Add(content);
                }
            }

            foreach (var content in contents)
            {
                content.Flush();
            }

            transaction.Commit();
        }
        catch (Exception failure) when (failure is LedgerException or IOException)
        {
            // Nothing of this batch is on disk: every caller hears of it, and the engine goes on with the next.
            transaction.Rollback();
            foreach (var work in batch)
            {
                work.Fail(failure);
            }

            return;
        }

        transaction.RunCommitted();
        foreach (var work in batch)
        {
            work.Complete();
        }
    }

    private abstract class PendingWork(IDurableContent? contents)
    {
        public IDurableContent? Contents { get; } = contents;

        public abstract bool Run(LedgerTransaction transaction);

        public abstract void Complete();

        public abstract void Fail(Exception failure);
    }

    private sealed class PendingWork<T>(Func<LedgerTransaction, T> work, IDurableContent? contents, CancellationToken cancellationToken) : PendingWork(contents)
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _failure;

        public Task<T> Completion => _completion.Task;

        public override bool Run(LedgerTransaction transaction)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _failure = new OperationCanceledException(cancellationToken);
                return false;
            }

            transaction.Save();
            try
            {
                _result = work(transaction);
                transaction.Release();
                return true;
            }
#pragma warning disable CA1031 // Whatever the caller's work throws is the caller's: it is undone alone and handed back.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                transaction.Undo();
                _failure = failure;
                return false;
            }
        }

        public override void Complete()
        {
            if (_failure is null)
            {
                _completion.TrySetResult(_result!);
            }
            else
            {
                Fail(_failure);
            }
        }

        public override void Fail(Exception failure) =>
            _completion.TrySetException(ExceptionDispatchInfo.Capture(_failure ?? failure).SourceException);
    }
}
