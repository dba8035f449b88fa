using Headrace.Ledger;
using Headrace.Tables.Schema;

namespace Headrace.Tables.Storage;

/// <summary>The rows of <c>dynamo_item</c>.</summary>
internal static class ItemTable
{
    public static StoredItem? Find(LedgerConnection connection, long table, ItemKey key)
    {
        using var statement = connection.Prepare("SELECT size, item FROM dynamo_item WHERE tbl = ? AND place = ? AND range = ?");
        return statement.Bind(1, table).Bind(2, key.Place).Bind(3, key.Range).Step()
            ? new StoredItem((int)statement.Int64(0), statement.Blob(1).ToArray())
            : null;
    }

    /// <summary>Without the item itself, where only its presence counts.</summary>
    public static int? FindSize(LedgerConnection connection, long table, ItemKey key)
    {
        using var statement = connection.Prepare("SELECT size FROM dynamo_item WHERE tbl = ? AND place = ? AND range = ?");
        return statement.Bind(1, table).Bind(2, key.Place).Bind(3, key.Range).Step() ? (int)statement.Int64(0) : null;
    }

    public static void Put(LedgerTransaction transaction, long table, ItemKey key, StoredItem item)
    {
        using var statement = transaction.Prepare("INSERT OR REPLACE INTO dynamo_item(tbl, place, range, size, item) VALUES(?, ?, ?, ?, ?)");
        statement.Bind(1, table).Bind(2, key.Place).Bind(3, key.Range).Bind(4, item.Size).Bind(5, item.Json).Run();
    }

    public static void Delete(LedgerTransaction transaction, long table, ItemKey key)
    {
        using var statement = transaction.Prepare("DELETE FROM dynamo_item WHERE tbl = ? AND place = ? AND range = ?");
        statement.Bind(1, table).Bind(2, key.Place).Bind(3, key.Range).Run();
    }

    /// <summary>Adds to the table's counts of items and bytes.</summary>
    public static void Count(LedgerTransaction transaction, long table, int items, int bytes)
    {
        using var statement = transaction.Prepare("UPDATE dynamo_table SET items = items + ?, bytes = bytes + ? WHERE id = ?");
        statement.Bind(1, items).Bind(2, bytes).Bind(3, table).Run();
    }

    /// <summary>The same, unless the table's definition is another by now, or the table gone: then false.</summary>
    public static bool CountIfCurrent(LedgerTransaction transaction, long table, long version, int items, int bytes)
    {
        using var statement = transaction.Prepare("UPDATE dynamo_table SET items = items + ?, bytes = bytes + ? WHERE id = ? AND version = ?");
        return statement.Bind(1, items).Bind(2, bytes).Bind(3, table).Bind(4, version).Run() > 0;
    }
}
