using System.Globalization;
using Headrace.Ledger;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;
using Headrace.Tables.Values;
using Headrace.Tables.Writing;

namespace Headrace.Tables.Chores;

/// <summary>One step of a chore: a bounded number of rows.</summary>
internal static class ChoreStep
{
    private const int RowsAtOnce = 200;
    private const long BytesAtOnce = 1024 * 1024;

    public static bool Do(LedgerTransaction transaction, TableCatalog catalog, Chore chore)
    {
        if (ChoreTable.Find(transaction.Connection, chore.Id) is not { } current)
        {
            return false;
        }

        switch (current.Kind)
        {
            case ChoreKind.ClearTable:
                Clear(transaction, current, "dynamo_item", "tbl", current.Table, "place, range");
                break;
            case ChoreKind.ClearIndex:
                Clear(transaction, current, "dynamo_entry", "idx", current.Index, "place, range, item_place, item_range");
                break;
            default:
                Fill(transaction, catalog, current);
                break;
        }

        return true;
    }

    private static void Clear(LedgerTransaction transaction, Chore chore, string table, string column, long id, string key)
    {
        using (var delete = transaction.Prepare(string.Create(
            CultureInfo.InvariantCulture,
            $"DELETE FROM {table} WHERE {column} = ? AND ({key}) IN (SELECT {key} FROM {table} WHERE {column} = ? ORDER BY {key} LIMIT {RowsAtOnce})")))
        {
            if (delete.Bind(1, id).Bind(2, id).Run() == RowsAtOnce)
            {
                return;
            }
        }

        if (chore.Kind == ChoreKind.ClearIndex)
        {
            using var delete = transaction.Prepare("DELETE FROM dynamo_index WHERE id = ?");
            delete.Bind(1, id).Run();
        }

        ChoreTable.Finish(transaction, chore);
    }

    private static void Fill(LedgerTransaction transaction, TableCatalog catalog, Chore chore)
    {
        if (TableCatalog.Load(transaction.Connection, chore.Table) is not { } table)
        {
            ChoreTable.Finish(transaction, chore);
            return;
        }

        var index = table.Indexes.FirstOrDefault(index => index.Definition.Id == chore.Index);
        var rows = NextRows(transaction.Connection, chore);
        foreach (var (key, item) in rows)
        {
            if (chore.Kind == ChoreKind.FillExpiry)
            {
                if (table.Definition.TimeToLive is { } timeToLive && timeToLive.IndexId == chore.Index)
                {
                    Expiry.Put(transaction, timeToLive, key, item);
                }
            }
            else if (index is not null)
            {
                IndexWriter.Backfill(transaction, index, key, item);
            }
        }

        if (rows.Count > 0)
        {
            ChoreTable.Advance(transaction, chore, rows[^1].Key);
            return;
        }

        ChoreTable.Finish(transaction, chore);
        if (index is not null)
        {
            catalog.Replace(transaction, table, table.Definition with
            {
                Indexes = [.. table.Definition.Indexes.Select(other => other.Id == chore.Index ? other with { IsBackfilling = false } : other)],
            });
        }
    }

    private static List<(ItemKey Key, Dictionary<string, AttributeValue> Item)> NextRows(LedgerConnection connection, Chore chore)
    {
        var rows = new List<(ItemKey, Dictionary<string, AttributeValue>)>();
        long bytes = 0;
        using var select = connection.Prepare("SELECT place, range, item, size FROM dynamo_item WHERE tbl = ? AND (place, range) > (?, ?) ORDER BY place, range");
        select.Bind(1, chore.Table).Bind(2, chore.At.Place).Bind(3, chore.At.Range);
        while (rows.Count < RowsAtOnce && bytes < BytesAtOnce && select.Step())
        {
            rows.Add((new ItemKey(select.Blob(0).ToArray(), select.Blob(1).ToArray()), ItemJson.Decode(select.Blob(2))));
            bytes += select.Int64(3);
        }

        return rows;
    }
}
