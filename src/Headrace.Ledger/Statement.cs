using SQLitePCL;

namespace Headrace.Ledger;

/// <summary>A prepared statement: bind from 1, step, read columns from 0. Disposing resets it for the next use.</summary>
public sealed class Statement : IDisposable
{
    private readonly LedgerConnection _connection;
    private readonly sqlite3_stmt _handle;
    private readonly bool _isKept;

    internal Statement(LedgerConnection connection, sqlite3_stmt handle, bool isKept)
    {
        _connection = connection;
        _handle = handle;
        _isKept = isKept;
    }

    internal bool InUse { get; set; }

    public Statement Bind(int index, string? value)
    {
        _connection.Check(value is null ? raw.sqlite3_bind_null(_handle, index) : raw.sqlite3_bind_text(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, long value)
    {
        _connection.Check(raw.sqlite3_bind_int64(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, long? value)
    {
        _connection.Check(value is { } number ? raw.sqlite3_bind_int64(_handle, index, number) : raw.sqlite3_bind_null(_handle, index));
        return this;
    }

    public Statement Bind(int index, double value)
    {
        _connection.Check(raw.sqlite3_bind_double(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        _connection.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_handle, index, 0) : raw.sqlite3_bind_blob(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, byte[]? value)
    {
        if (value is null)
        {
            _connection.Check(raw.sqlite3_bind_null(_handle, index));
            return this;
        }

        return Bind(index, value.AsSpan());
    }

    /// <summary>Moves to the next row; false when there is none.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        _connection.Check(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Runs to the end and returns the rows changed.</summary>
    public int Run()
    {
        while (Step())
        {
        }

        return _connection.Changes;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public long Int64(int column) => raw.sqlite3_column_int64(_handle, column);

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public double Double(int column) => raw.sqlite3_column_double(_handle, column);

    /// <summary>The column's bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

    public byte[]? BytesOrNull(int column) => IsNull(column) ? null : Blob(column).ToArray();

    public void Dispose()
    {
        if (_isKept)
        {
            raw.sqlite3_reset(_handle);
            raw.sqlite3_clear_bindings(_handle);
            InUse = false;
        }
        else
        {
            Close();
        }
    }

    internal void Close() => _handle.Dispose();
}
