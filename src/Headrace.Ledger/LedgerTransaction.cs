namespace Headrace.Ledger;

/// <summary>The writer's view: one open transaction shared by the units of work of a group commit.</summary>
public sealed class LedgerTransaction
{
    private readonly LedgerConnection _connection;
    private readonly List<Action> _committed = [];
    private int _committedAtSave;

    internal LedgerTransaction(LedgerConnection connection) => _connection = connection;

    /// <summary>The statement for <paramref name="sql"/>, prepared once and kept. Dispose it to reset it.</summary>
    public Statement Prepare(string sql) => _connection.Prepare(sql);

    /// <summary>The connection, for queries shared between readers and writers.</summary>
    public LedgerConnection Connection => _connection;

    /// <summary>Runs <paramref name="action"/> on the writer thread once the transaction is on disk. It must be quick and not throw.</summary>
    public void OnCommitted(Action action) => _committed.Add(action);

    internal void ExecuteScript(string sql) => _connection.ExecuteScript(sql);

    internal void Begin()
    {
        _committed.Clear();
        Run("BEGIN IMMEDIATE");
    }

    internal void Save()
    {
        _committedAtSave = _committed.Count;
        Run("SAVEPOINT work");
    }

    internal void Release() => Run("RELEASE work");

    internal void Undo()
    {
        _committed.RemoveRange(_committedAtSave, _committed.Count - _committedAtSave);
        Run("ROLLBACK TO work");
        Run("RELEASE work");
    }

    internal void Commit() => Run("COMMIT");

    internal void Rollback()
    {
        _committed.Clear();
        if (_connection.InTransaction)
        {
            Run("ROLLBACK");
        }
    }

    internal void RunCommitted()
    {
        foreach (var action in _committed)
        {
            action();
        }
    }

    private void Run(string sql)
    {
        using var statement = _connection.Prepare(sql);
        statement.Run();
    }
}
