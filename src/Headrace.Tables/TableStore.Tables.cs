using Headrace.Tables.Chores;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;

namespace Headrace.Tables;

public sealed partial class TableStore
{
    /// <exception cref="TablesException">ResourceInUseException.</exception>
    public Task<Table> CreateAsync(
        TableScope scope, TableDefinition definition, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction => _catalog.Insert(transaction, scope, definition, tags) ?? throw TablesErrors.TableExists(definition.Name), cancellationToken);

    /// <summary>Its name is free at once; its items are cleared away bit by bit.</summary>
    /// <exception cref="TablesException">ResourceNotFoundException, ValidationException (deletion protection).</exception>
    public async Task<Table> DeleteAsync(TableScope scope, string name, CancellationToken cancellationToken)
    {
        var table = Find(scope, name) ?? throw TablesErrors.TableNotFound(name);
        var deleted = await _ledger.CommitAsync(
            transaction =>
            {
                var current = TableCatalog.Current(transaction, table) ?? throw TablesErrors.TableNotFound(name);
                if (current.Definition.DeletionProtection)
                {
                    throw TablesErrors.Invalid(
                        $"Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.");
                }

                _catalog.Delete(transaction, current);
                ChoreTable.Add(transaction, ChoreKind.ClearTable, current.Id, 0);
                foreach (var index in current.Definition.Indexes)
                {
                    ChoreTable.Add(transaction, ChoreKind.ClearIndex, current.Id, index.Id);
                }

                if (current.Definition.TimeToLive is { } timeToLive)
                {
                    ChoreTable.Add(transaction, ChoreKind.ClearIndex, current.Id, timeToLive.IndexId);
                }

                return current;
            },
            cancellationToken);
        _chores.Wake();
        return deleted;
    }

    /// <summary>Changes a definition; what <paramref name="change"/> throws leaves it as it was. New indexes (id 0) are filled from the items that are there.</summary>
    /// <exception cref="TablesException">ResourceNotFoundException, and what the change throws.</exception>
    public async Task<Table> UpdateAsync(TableScope scope, string name, Func<TableDefinition, TableDefinition> change, CancellationToken cancellationToken)
    {
        var table = Find(scope, name) ?? throw TablesErrors.TableNotFound(name);
        var updated = await _ledger.CommitAsync(
            transaction =>
            {
                var current = TableCatalog.Current(transaction, table) ?? throw TablesErrors.TableNotFound(name);
                var next = change(current.Definition);
                foreach (var gone in current.Definition.Indexes.Where(index => next.FindIndex(index.Name) is null))
                {
                    ChoreTable.RemoveBackfill(transaction, gone.Id);
                    ChoreTable.Add(transaction, ChoreKind.ClearIndex, current.Id, gone.Id);
                }

                IndexDefinition Begin(IndexDefinition index)
                {
                    if (index.Id != 0)
                    {
                        return index;
                    }

                    var id = TableCatalog.NewIndex(transaction, current.Id);
                    ChoreTable.Add(transaction, ChoreKind.FillIndex, current.Id, id);
                    return index with { Id = id, IsBackfilling = true };
                }

                return _catalog.Replace(transaction, current, next with { Indexes = [.. next.Indexes.Select(Begin)] });
            },
            cancellationToken);
        _chores.Wake();
        return updated;
    }

    /// <param name="attribute">Null switches expiry off.</param>
    /// <exception cref="TablesException">ResourceNotFoundException, and what <paramref name="check"/> throws.</exception>
    public async Task SetTimeToLiveAsync(
        TableScope scope, string name, string? attribute, Action<TimeToLive?> check, CancellationToken cancellationToken)
    {
        var table = Find(scope, name) ?? throw TablesErrors.TableNotFound(name);
        await _ledger.CommitAsync(
            transaction =>
            {
                var current = TableCatalog.Current(transaction, table) ?? throw TablesErrors.TableNotFound(name);
                check(current.Definition.TimeToLive);
                TimeToLive? next = null;
                if (current.Definition.TimeToLive is { } old)
                {
                    ChoreTable.RemoveBackfill(transaction, old.IndexId);
                    ChoreTable.Add(transaction, ChoreKind.ClearIndex, current.Id, old.IndexId);
                }

                if (attribute is not null)
                {
                    next = new TimeToLive(attribute, TableCatalog.NewIndex(transaction, current.Id));
                    ChoreTable.Add(transaction, ChoreKind.FillExpiry, current.Id, next.IndexId);
                }

                return _catalog.Replace(transaction, current, current.Definition with { TimeToLive = next });
            },
            cancellationToken);
        _chores.Wake();
    }

    public IReadOnlyDictionary<string, string> Tags(Table table) => _ledger.Read(connection => TableCatalog.Tags(connection, table));

    /// <exception cref="TablesException">ResourceNotFoundException, and what the change throws.</exception>
    public Task UpdateTagsAsync(Table table, Action<Dictionary<string, string>> change, CancellationToken cancellationToken) => _ledger.CommitAsync(
        transaction =>
        {
            var tags = TableCatalog.Tags(transaction.Connection, table);
            change(tags);
            TableCatalog.SetTags(transaction, table, tags);
            return true;
        },
        cancellationToken);
}
