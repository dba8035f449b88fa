using Headrace.Ledger;
using Headrace.Tables.Schema;

namespace Headrace.Tables.Storage;

/// <summary>The rows of <c>dynamo_entry</c>.</summary>
internal static class EntryTable
{
    public static void Put(LedgerTransaction transaction, long index, ItemKey key, ItemKey item, StoredItem entry)
    {
        using var statement = transaction.Prepare(
            "INSERT OR REPLACE INTO dynamo_entry(idx, place, range, item_place, item_range, size, item) VALUES(?, ?, ?, ?, ?, ?, ?)");
        statement.Bind(1, index).Bind(2, key.Place).Bind(3, key.Range).Bind(4, item.Place).Bind(5, item.Range).Bind(6, entry.Size).Bind(7, entry.Json).Run();
    }

    /// <summary>False when there was none.</summary>
    public static bool Delete(LedgerTransaction transaction, long index, ItemKey key, ItemKey item)
    {
        using var statement = transaction.Prepare("DELETE FROM dynamo_entry WHERE idx = ? AND place = ? AND range = ? AND item_place = ? AND item_range = ?");
        return statement.Bind(1, index).Bind(2, key.Place).Bind(3, key.Range).Bind(4, item.Place).Bind(5, item.Range).Run() > 0;
    }

    public static int? FindSize(LedgerConnection connection, long index, ItemKey key, ItemKey item)
    {
        using var statement = connection.Prepare("SELECT size FROM dynamo_entry WHERE idx = ? AND place = ? AND range = ? AND item_place = ? AND item_range = ?");
        return statement.Bind(1, index).Bind(2, key.Place).Bind(3, key.Range).Bind(4, item.Place).Bind(5, item.Range).Step() ? (int)statement.Int64(0) : null;
    }

    /// <summary>Adds to the index's counts of items and bytes.</summary>
    public static void Count(LedgerTransaction transaction, long index, int items, int bytes)
    {
        using var statement = transaction.Prepare("UPDATE dynamo_index SET items = items + ?, bytes = bytes + ? WHERE id = ?");
        statement.Bind(1, items).Bind(2, bytes).Bind(3, index).Run();
    }
}
