using SQLitePCL;

namespace Headrace.Ledger;

/// <summary>One SQLite connection with its prepared statements. Used by one thread at a time.</summary>
public sealed class LedgerConnection : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, Statement> _statements = [];

    private LedgerConnection(sqlite3 handle) => _handle = handle;

    internal bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    internal static LedgerConnection Open(string path, bool readOnly)
    {
        var flags = readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE;
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var message = raw.sqlite3_errmsg(handle).utf8_to_string();
            handle.Dispose();
            throw new LedgerException(code, $"{message} ({path})");
        }

        raw.sqlite3_busy_timeout(handle, 10_000);
        raw.sqlite3_extended_result_codes(handle, 1);
        return new LedgerConnection(handle);
    }

    /// <summary>The statement for <paramref name="sql"/>, prepared once and kept. Dispose it to reset it.</summary>
    /// <remarks>A statement that is already running (a nested use) gets a fresh one of its own.</remarks>
    public Statement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var kept) && !kept.InUse)
        {
            kept.InUse = true;
            return kept;
        }

        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        var statement = new Statement(this, handle, isKept: kept is null) { InUse = true };
        if (kept is null)
        {
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The rowid of the last insert.</summary>
    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>Pages this connection has written so far; goes round after 2³¹.</summary>
    internal int PagesWritten
    {
        get
        {
            Check(raw.sqlite3_db_status(_handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 0));
            return pages;
        }
    }

    public void ExecuteScript(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Carries the log over into the database, as far as no reader still needs what is there.</summary>
    /// <remarks>What fails, on a full disk say, is tried again with the next: nothing is lost by it.</remarks>
    internal void Checkpoint() => _ = raw.sqlite3_wal_checkpoint_v2(_handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Close();
        }

        _statements.Clear();
        _handle.Dispose();
    }

    internal void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new LedgerException(code, raw.sqlite3_errmsg(_handle).utf8_to_string());
        }
    }
}
