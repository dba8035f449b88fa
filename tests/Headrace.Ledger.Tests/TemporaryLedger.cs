namespace Headrace.Ledger.Tests;

/// <summary>A ledger with one table, in a folder of its own.</summary>
internal sealed class TemporaryLedger : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-ledger-").FullName;

    public TemporaryLedger()
    {
        Ledger = LedgerDatabase.Open(Path);
        Ledger.EnsureSchema("CREATE TABLE IF NOT EXISTS item(id INTEGER PRIMARY KEY, name TEXT UNIQUE);");
    }

    public string Path => System.IO.Path.Combine(_folder, "ledger.db");

    public LedgerDatabase Ledger { get; private set; }

    public static long Insert(LedgerTransaction transaction, string name)
    {
        using var statement = transaction.Prepare("INSERT INTO item(name) VALUES(?)");
        statement.Bind(1, name).Run();
        return transaction.Connection.LastInsertRowId;
    }

    public List<string> Names() => Ledger.Read(connection =>
    {
        using var statement = connection.Prepare("SELECT name FROM item ORDER BY id");
        var names = new List<string>();
        while (statement.Step())
        {
            names.Add(statement.Text(0));
        }

        return names;
    });

    public long FreePages() => Ledger.Read(connection =>
    {
        using var statement = connection.Prepare("PRAGMA freelist_count");
        statement.Step();
        return statement.Int64(0);
    });

    /// <summary>Keeps the writer busy, so that what is brought meanwhile is one commit.</summary>
    /// <returns>What lets it go on, and its work.</returns>
    public async Task<(ManualResetEventSlim Gate, Task Holding)> HoldWriterAsync()
    {
        var (gate, entered) = (new ManualResetEventSlim(), new TaskCompletionSource());
        var holding = Ledger.CommitAsync(
            _ =>
            {
                entered.SetResult();
                gate.Wait();
                return true;
            },
            default);
        await entered.Task;
        return (gate, holding);
    }

    public async Task ReopenAsync()
    {
        await Ledger.DisposeAsync();
        Ledger = LedgerDatabase.Open(Path);
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
