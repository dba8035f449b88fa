using Headrace.Ledger;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;
using Headrace.Tables.Values;

namespace Headrace.Tables.Writing;

/// <summary>Keeps the hidden index of a table's items by the time at which they expire.</summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html: a number of seconds since 1970; anything else never expires.</remarks>
internal static class Expiry
{
    /// <summary>All entries of one table stand in one place, ordered by time.</summary>
    private static readonly byte[] Place = [];

    public static void Apply(
        LedgerTransaction transaction, Table table, ItemKey key, Dictionary<string, AttributeValue>? old, Dictionary<string, AttributeValue>? item)
    {
        if (table.Definition.TimeToLive is not { } timeToLive)
        {
            return;
        }

        var (was, now) = (At(timeToLive, old), At(timeToLive, item));
        if (was == now)
        {
            // The entry is there already, unless the index is still being filled: then it comes with that.
            return;
        }

        if (was is { } before)
        {
            EntryTable.Delete(transaction, timeToLive.IndexId, new ItemKey(Place, before.ToSortableBytes()), key);
        }

        Put(transaction, timeToLive, key, item);
    }

    public static void Put(LedgerTransaction transaction, TimeToLive timeToLive, ItemKey key, Dictionary<string, AttributeValue>? item)
    {
        if (At(timeToLive, item) is { } after)
        {
            EntryTable.Put(transaction, timeToLive.IndexId, new ItemKey(Place, after.ToSortableBytes()), key, new StoredItem(0, []));
        }
    }

    private static DynamoNumber? At(TimeToLive timeToLive, Dictionary<string, AttributeValue>? item) =>
        item is not null && item.TryGetValue(timeToLive.Attribute, out var value) && value.Type == AttributeType.N ? value.Number : null;
}
