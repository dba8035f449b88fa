using Headrace.Ledger;
using Headrace.Tables.Expressions;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;
using Headrace.Tables.Values;

namespace Headrace.Tables.Writing;

/// <summary>Carries out a write within a transaction: condition, item, index entries, counts.</summary>
internal static class ItemWriter
{
    private static readonly Dictionary<string, AttributeValue> NoItem = [];

    /// <exception cref="TablesException">ResourceNotFoundException, ConditionalCheckFailedException, ValidationException.</exception>
    public static WriteOutcome Apply(LedgerTransaction transaction, ItemWrite write)
    {
        // A put that nobody asks anything about needs to know only whether something was there.
        if (write is { Kind: WriteKind.Put, Condition: null, ReturnsItems: false } && write.Table.Indexes.Count == 0 && write.Table.Definition.TimeToLive is null
            && PutBlindly(transaction, write) is { } put)
        {
            return put;
        }

        var table = TableCatalog.Current(transaction, write.Table) ?? throw TablesErrors.TableNotFound();
        if (table.Version != write.Table.Version && write.Item is { } changedUnder)
        {
            table.CheckIndexKeys(changedUnder); // an index has come since the request was checked
        }

        var stored = ItemTable.Find(transaction.Connection, table.Id, write.Key);
        var old = stored is { } found ? ItemJson.Decode(found.Json) : null;
        if (write.Condition is { } condition && !ConditionEvaluator.Holds(condition, old ?? NoItem))
        {
            throw TablesErrors.ConditionFailed(write.ReturnsItemOnFailure ? old : null);
        }

        var (item, encoded) = write.Kind switch
        {
            WriteKind.Put => (write.Item, write.Encoded),
            WriteKind.Update => Update(table, write, old),
            WriteKind.Check => (old, stored ?? default),
            _ => (null, default(StoredItem)),
        };
        if (write.Kind != WriteKind.Check)
        {
            Store(transaction, table, write.Key, stored, item is null ? null : encoded);
        }

        var units = Math.Max(WriteOutcome.UnitsOf(stored?.Size ?? 0), WriteOutcome.UnitsOf(item is null ? 0 : encoded.Size));
        var indexUnits = write.Kind == WriteKind.Check ? WriteOutcome.NoIndexes : IndexWriter.Apply(transaction, table, write.Key, old, item);
        return new WriteOutcome(table, old, item, units, indexUnits);
    }

    /// <summary>Every write, or none: what fails is told of each.</summary>
    /// <exception cref="TablesException">TransactionCanceledException, ResourceNotFoundException.</exception>
    public static WriteOutcome[] ApplyAll(LedgerTransaction transaction, IReadOnlyList<ItemWrite> writes)
    {
        var outcomes = new WriteOutcome[writes.Count];
        var reasons = new CancellationReason[writes.Count];
        var isCancelled = false;
        for (var i = 0; i < writes.Count; i++)
        {
            reasons[i] = CancellationReason.None;
            try
            {
                outcomes[i] = Apply(transaction, writes[i]);
            }
            catch (TablesException refused) when (refused.Code is "ConditionalCheckFailedException" or TablesErrors.Validation)
            {
                isCancelled = true;
                reasons[i] = new CancellationReason(refused.Code == TablesErrors.Validation ? "ValidationError" : "ConditionalCheckFailed", refused.Message, refused.Item);
            }
        }

        return isCancelled ? throw TablesErrors.TransactionCancelled(reasons) : outcomes;
    }

    /// <summary>Null when the table is not what the request took it for: nothing has been done then.</summary>
    private static WriteOutcome? PutBlindly(LedgerTransaction transaction, ItemWrite write)
    {
        var table = write.Table;
        var size = ItemTable.FindSize(transaction.Connection, table.Id, write.Key);
        if (!ItemTable.CountIfCurrent(transaction, table.Id, table.Version, size is null ? 1 : 0, write.Encoded.Size - (size ?? 0)))
        {
            return null;
        }

        ItemTable.Put(transaction, table.Id, write.Key, write.Encoded);
        var units = Math.Max(WriteOutcome.UnitsOf(size ?? 0), WriteOutcome.UnitsOf(write.Encoded.Size));
        return new WriteOutcome(table, null, write.Item, units, WriteOutcome.NoIndexes);
    }

    private static (Dictionary<string, AttributeValue> Item, StoredItem Encoded) Update(Table table, ItemWrite write, Dictionary<string, AttributeValue>? old)
    {
        var item = write.Update!.Apply(old ?? write.KeyAttributes);
        foreach (var index in table.Indexes)
        {
            foreach (var (name, type) in index.Key.Fields)
            {
                if (item.TryGetValue(name, out var value) && value.Type != type)
                {
                    throw TablesErrors.Invalid("The update expression attempted to update the secondary index key to unsupported type");
                }
            }
        }

        table.CheckIndexKeys(item);
        ItemDepth.Check(item);
        var size = ItemSize.Of(item);
        return size <= ItemSize.Most
            ? (item, new StoredItem(size, ItemJson.Encode(item)))
            : throw TablesErrors.Invalid("Item size to update has exceeded the maximum allowed size");
    }

    private static void Store(LedgerTransaction transaction, Table table, ItemKey key, StoredItem? old, StoredItem? item)
    {
        if (item is { } encoded)
        {
            ItemTable.Put(transaction, table.Id, key, encoded);
        }
        else if (old is not null)
        {
            ItemTable.Delete(transaction, table.Id, key);
        }
        else
        {
            return;
        }

        ItemTable.Count(transaction, table.Id, (item is null ? 0 : 1) - (old is null ? 0 : 1), (item?.Size ?? 0) - (old?.Size ?? 0));
    }
}
