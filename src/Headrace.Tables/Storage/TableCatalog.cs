using System.Collections.Concurrent;
using System.Text.Json;
using Headrace.Ledger;
using Headrace.Tables.Schema;

namespace Headrace.Tables.Storage;

/// <summary>Which tables there are. Requests read a copy in memory; the writer asks the ledger whether that copy still holds.</summary>
internal sealed class TableCatalog
{
    private readonly ConcurrentDictionary<(TableScope Scope, string Name), Table> _tables = new();

    public TableCatalog(LedgerConnection connection)
    {
        using var statement = connection.Prepare("SELECT id, version, account, region, definition FROM dynamo_table");
        while (statement.Step())
        {
            Remember(Read(statement));
        }
    }

    public Table? Find(TableScope scope, string name) => _tables.GetValueOrDefault((scope, name));

    public IEnumerable<Table> All => _tables.Values;

    /// <summary>Names in their order, after <paramref name="after"/>.</summary>
    public IEnumerable<string> Names(TableScope scope, string? after) => _tables.Keys
        .Where(key => key.Scope == scope && (after is null || string.CompareOrdinal(key.Name, after) > 0))
        .Select(static key => key.Name)
        .Order(StringComparer.Ordinal);

    /// <summary>The table as this transaction sees it; null when it is gone.</summary>
    public static Table? Current(LedgerTransaction transaction, Table table)
    {
        using (var statement = transaction.Prepare("SELECT version FROM dynamo_table WHERE id = ?"))
        {
            if (!statement.Bind(1, table.Id).Step())
            {
                return null;
            }

            if (statement.Int64(0) == table.Version)
            {
                return table;
            }
        }

        return Load(transaction.Connection, table.Id);
    }

    public static Table? Load(LedgerConnection connection, long id)
    {
        using var statement = connection.Prepare("SELECT id, version, account, region, definition FROM dynamo_table WHERE id = ?");
        return statement.Bind(1, id).Step() ? Read(statement) : null;
    }

    /// <summary>Writes a new table; null when its name is taken.</summary>
    public Table? Insert(LedgerTransaction transaction, TableScope scope, TableDefinition definition, IReadOnlyDictionary<string, string> tags)
    {
        using (var taken = transaction.Prepare("SELECT 1 FROM dynamo_table WHERE account = ? AND region = ? AND name = ?"))
        {
            if (taken.Bind(1, scope.Account).Bind(2, scope.Region).Bind(3, definition.Name).Step())
            {
                return null;
            }
        }

        using (var insert = transaction.Prepare(
            "INSERT INTO dynamo_table(account, region, name, version, definition, tags, items, bytes) VALUES(?, ?, ?, 1, ?, ?, 0, 0)"))
        {
            insert.Bind(1, scope.Account).Bind(2, scope.Region).Bind(3, definition.Name).Bind(4, Write(definition)).Bind(5, Write(tags)).Run();
        }

        var id = transaction.Connection.LastInsertRowId;
        definition = definition with { Indexes = [.. definition.Indexes.Select(index => index with { Id = NewIndex(transaction, id) })] };
        return Replace(transaction, new Table(id, 1, scope, definition), definition);
    }

    /// <summary>Writes a table's new definition.</summary>
    public Table Replace(LedgerTransaction transaction, Table table, TableDefinition definition)
    {
        var next = new Table(table.Id, table.Version + 1, table.Scope, definition);
        using (var update = transaction.Prepare("UPDATE dynamo_table SET version = ?, definition = ? WHERE id = ?"))
        {
            update.Bind(1, next.Version).Bind(2, Write(definition)).Bind(3, next.Id).Run();
        }

        transaction.OnCommitted(() => Remember(next));
        return next;
    }

    public void Delete(LedgerTransaction transaction, Table table)
    {
        using (var delete = transaction.Prepare("DELETE FROM dynamo_table WHERE id = ?"))
        {
            delete.Bind(1, table.Id).Run();
        }

        transaction.OnCommitted(() => Forget(table));
    }

    public static long NewIndex(LedgerTransaction transaction, long table)
    {
        using var insert = transaction.Prepare("INSERT INTO dynamo_index(tbl, items, bytes) VALUES(?, 0, 0)");
        insert.Bind(1, table).Run();
        return transaction.Connection.LastInsertRowId;
    }

    public static TableCounts Counts(LedgerConnection connection, Table table)
    {
        using var counts = connection.Prepare("SELECT items, bytes FROM dynamo_table WHERE id = ?");
        var own = counts.Bind(1, table.Id).Step() ? new ItemCounts(counts.Int64(0), counts.Int64(1)) : default;
        var indexes = new Dictionary<string, ItemCounts>();
        foreach (var index in table.Definition.Indexes)
        {
            using var statement = connection.Prepare("SELECT items, bytes FROM dynamo_index WHERE id = ?");
            indexes[index.Name] = statement.Bind(1, index.Id).Step() ? new ItemCounts(statement.Int64(0), statement.Int64(1)) : default;
        }

        return new TableCounts(own, indexes);
    }

    public static Dictionary<string, string> Tags(LedgerConnection connection, Table table)
    {
        using var statement = connection.Prepare("SELECT tags FROM dynamo_table WHERE id = ?");
        return statement.Bind(1, table.Id).Step()
            ? JsonSerializer.Deserialize(statement.Text(0), SchemaJson.Default.DictionaryStringString)!
            : throw TablesErrors.TableNotFound();
    }

    public static void SetTags(LedgerTransaction transaction, Table table, IReadOnlyDictionary<string, string> tags)
    {
        using var update = transaction.Prepare("UPDATE dynamo_table SET tags = ? WHERE id = ?");
        update.Bind(1, Write(tags)).Bind(2, table.Id).Run();
    }

    private static Table Read(Statement statement) => new(
        statement.Int64(0), statement.Int64(1), new TableScope(statement.Text(2), statement.Text(3)),
        JsonSerializer.Deserialize(statement.Text(4), SchemaJson.Default.TableDefinition)!);

    private static string Write(TableDefinition definition) => JsonSerializer.Serialize(definition, SchemaJson.Default.TableDefinition);

    private static string Write(IReadOnlyDictionary<string, string> tags) =>
        JsonSerializer.Serialize(tags.ToDictionary(), SchemaJson.Default.DictionaryStringString);

    private void Remember(Table table) => _tables[(table.Scope, table.Name)] = table;

    private void Forget(Table table)
    {
        // Unless its name has been given to another since.
        if (_tables.TryGetValue((table.Scope, table.Name), out var known) && known.Id == table.Id)
        {
            _tables.TryRemove((table.Scope, table.Name), out _);
        }
    }
}

/// <param name="Bytes">By AWS's counting.</param>
public readonly record struct ItemCounts(long Items, long Bytes);

public sealed record TableCounts(ItemCounts Table, IReadOnlyDictionary<string, ItemCounts> Indexes);
