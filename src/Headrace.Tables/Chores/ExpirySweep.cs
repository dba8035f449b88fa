using Headrace.Ledger;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;
using Headrace.Tables.Values;
using Headrace.Tables.Writing;

namespace Headrace.Tables.Chores;

/// <summary>Deletes items whose time has come, soonest first.</summary>
/// <remarks>A time more than five years ago is taken for a mistake and never expires an item, as with AWS.</remarks>
internal static class ExpirySweep
{
    private const int ItemsAtOnce = 100;
    private const int YearsBack = 5;

    public static bool IsDue(LedgerConnection connection, Table table, DateTimeOffset now)
    {
        using var rows = Due(connection, table, now);
        return rows.Step();
    }

    /// <summary>True when there may be more.</summary>
    public static bool Do(LedgerTransaction transaction, Table table, DateTimeOffset now)
    {
        if (TableCatalog.Current(transaction, table) is not { Definition.TimeToLive: not null } current)
        {
            return false;
        }

        var due = new List<(byte[] At, ItemKey Key)>();
        using (var rows = Due(transaction.Connection, current, now))
        {
            while (due.Count < ItemsAtOnce && rows.Step())
            {
                due.Add((rows.Blob(2).ToArray(), new ItemKey(rows.Blob(0).ToArray(), rows.Blob(1).ToArray())));
            }
        }

        foreach (var (at, key) in due)
        {
            EntryTable.Delete(transaction, current.Definition.TimeToLive.IndexId, new ItemKey([], at), key);
            if (ItemTable.Find(transaction.Connection, current.Id, key) is { } found)
            {
                var item = ItemJson.Decode(found.Json);
                ItemTable.Delete(transaction, current.Id, key);
                ItemTable.Count(transaction, current.Id, -1, -found.Size);
                IndexWriter.Apply(transaction, current, key, item, null);
            }
        }

        return due.Count == ItemsAtOnce;
    }

    private static Statement Due(LedgerConnection connection, Table table, DateTimeOffset now)
    {
        var rows = connection.Prepare(
            "SELECT item_place, item_range, range FROM dynamo_entry WHERE idx = ? AND place = x'' AND range > ? AND range <= ? ORDER BY range");
        return rows.Bind(1, table.Definition.TimeToLive!.IndexId)
            .Bind(2, DynamoNumber.Of(now.AddYears(-YearsBack).ToUnixTimeSeconds()).ToSortableBytes())
            .Bind(3, DynamoNumber.Of(now.ToUnixTimeSeconds()).ToSortableBytes());
    }
}
