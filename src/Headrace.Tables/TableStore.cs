using Headrace.Ledger;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;

namespace Headrace.Tables;

/// <summary>DynamoDB's tables in the ledger. Every change that has been answered survives <c>kill -9</c> and power loss.</summary>
/// <remarks>
/// Requests are checked on the caller's thread as far as they can be; conditions and updates are evaluated inside the ledger's transaction,
/// where nothing can come between the look and the change. Reads see the last committed state, so every read is a consistent one.
/// </remarks>
public sealed partial class TableStore : IAsyncDisposable
{
    private readonly LedgerDatabase _ledger;
    private readonly TimeProvider _time;
    private readonly TableCatalog _catalog;
    private readonly Chores.ChoreRunner _chores;

    private TableStore(LedgerDatabase ledger, TimeProvider time)
    {
        (_ledger, _time) = (ledger, time);
        TablesSchema.Open(ledger);
        _catalog = ledger.Read(static connection => new TableCatalog(connection));
        _chores = new Chores.ChoreRunner(ledger, _catalog, time);
    }

    /// <exception cref="InvalidDataException">A newer Headrace wrote these tables.</exception>
    public static TableStore Open(LedgerDatabase ledger, TimeProvider time) => new(ledger, time);

    /// <summary>A table by name; null when there is none.</summary>
    public Table? Find(TableScope scope, string name) => _catalog.Find(scope, name);

    /// <summary>A table that items are to be read from or written to.</summary>
    /// <exception cref="TablesException">ResourceNotFoundException.</exception>
    public Table Require(TableScope scope, string name) => _catalog.Find(scope, name) ?? throw TablesErrors.TableNotFound();

    /// <summary>Up to <paramref name="limit"/> names in their order.</summary>
    public IReadOnlyList<string> List(TableScope scope, string? after, int limit) => [.. _catalog.Names(scope, after).Take(limit)];

    public TableCounts Count(Table table) => _ledger.Read(connection => TableCatalog.Counts(connection, table));

    public ValueTask DisposeAsync() => _chores.DisposeAsync();
}
