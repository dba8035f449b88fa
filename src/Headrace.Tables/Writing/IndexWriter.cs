using Headrace.Ledger;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;
using Headrace.Tables.Values;

namespace Headrace.Tables.Writing;

/// <summary>Keeps the entries of a table's indexes true to its items, within the transaction that changes them.</summary>
internal static class IndexWriter
{
    /// <summary>Returns the write capacity units of each index that changed.</summary>
    public static Dictionary<string, int> Apply(
        LedgerTransaction transaction, Table table, ItemKey key, Dictionary<string, AttributeValue>? old, Dictionary<string, AttributeValue>? item)
    {
        Expiry.Apply(transaction, table, key, old, item);
        if (table.Indexes.Count == 0)
        {
            return WriteOutcome.NoIndexes;
        }

        var units = new Dictionary<string, int>();
        foreach (var index in table.Indexes)
        {
            var spent = Apply(transaction, index, key, old, item);
            if (spent > 0)
            {
                units[index.Definition.Name] = spent;
            }
        }

        return units;
    }

    /// <summary>Makes the entry of an item that was there before its index.</summary>
    public static void Backfill(LedgerTransaction transaction, TableIndex index, ItemKey key, Dictionary<string, AttributeValue> item)
    {
        if (index.Holds(item) && EntryTable.FindSize(transaction.Connection, index.Definition.Id, index.Key.Encode(item), key) is null)
        {
            Put(transaction, index, index.Key.Encode(item), key, item);
        }
    }

    private static int Apply(
        LedgerTransaction transaction, TableIndex index, ItemKey key, Dictionary<string, AttributeValue>? old, Dictionary<string, AttributeValue>? item)
    {
        var id = index.Definition.Id;
        ItemKey? before = old is not null && index.Holds(old) ? index.Key.Encode(old) : null;
        ItemKey? after = item is not null && index.Holds(item) ? index.Key.Encode(item) : null;
        var units = 0;
        if (before is { } was)
        {
            var size = EntryTable.FindSize(transaction.Connection, id, was, key);
            if (after is { } same && same.Equals(was) && size is not null)
            {
                return Replace(transaction, index, was, key, old!, item!);
            }

            // While the index is being filled, the item may have no entry yet.
            if (size is { } bytes)
            {
                EntryTable.Delete(transaction, id, was, key);
                EntryTable.Count(transaction, id, -1, -bytes);
                units += WriteOutcome.UnitsOf(bytes);
            }
        }

        return after is { } place ? units + WriteOutcome.UnitsOf(Put(transaction, index, place, key, item!)) : units;
    }

    private static int Replace(
        LedgerTransaction transaction, TableIndex index, ItemKey place, ItemKey key, Dictionary<string, AttributeValue> old, Dictionary<string, AttributeValue> item)
    {
        var (was, now) = (index.Project(old), index.Project(item));
        if (AttributeValue.OfMap(was).Equals(AttributeValue.OfMap(now)))
        {
            return 0;
        }

        var (before, after) = (ItemSize.Of(was), ItemSize.Of(now));
        EntryTable.Put(transaction, index.Definition.Id, place, key, new StoredItem(after, ItemJson.Encode(now)));
        EntryTable.Count(transaction, index.Definition.Id, 0, after - before);
        return Math.Max(WriteOutcome.UnitsOf(before), WriteOutcome.UnitsOf(after));
    }

    private static int Put(LedgerTransaction transaction, TableIndex index, ItemKey place, ItemKey key, Dictionary<string, AttributeValue> item)
    {
        var projected = index.Project(item);
        var size = ItemSize.Of(projected);
        EntryTable.Put(transaction, index.Definition.Id, place, key, new StoredItem(size, ItemJson.Encode(projected)));
        EntryTable.Count(transaction, index.Definition.Id, 1, size);
        return size;
    }
}
