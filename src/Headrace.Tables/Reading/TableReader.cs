using Headrace.Ledger;
using Headrace.Tables.Expressions;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;
using Headrace.Tables.Values;

namespace Headrace.Tables.Reading;

/// <summary>Reads one page. It costs what the page holds, however large the table is.</summary>
internal static class TableReader
{
    /// <summary>A page ends with the item that brings it to this.</summary>
    private const int PageBytes = 1024 * 1024;

    public static ReadPage Read(LedgerConnection connection, ReadPlan plan)
    {
        using var rows = plan.Index is null ? ItemRows(connection, plan) : EntryRows(connection, plan);
        var items = new List<byte[]>();
        var count = 0;
        var scanned = 0;
        long read = 0;
        long fetched = 0;
        byte[]? last = null;
        var limit = plan.Request.Limit ?? int.MaxValue;
        while (scanned < limit && read < PageBytes && rows.Step())
        {
            scanned++;
            read += rows.Int64(0);
            last = null;
            if (scanned == limit || read >= PageBytes)
            {
                last = rows.Blob(1).ToArray();
            }

            var stored = plan.FetchesItems ? Fetch(connection, plan, rows, ref fetched) : null;
            if (Keep(plan.Request, stored, rows, out var json))
            {
                count++;
                if (plan.Request.Selection != Selection.Count)
                {
                    items.Add(json);
                }
            }
        }

        var key = last is null ? null : KeyOf(plan, ItemJson.Decode(last));
        return plan.Index is null
            ? new ReadPage(plan.Table, null, items, count, scanned, key, read, 0)
            : new ReadPage(plan.Table, plan.Index.Definition, items, count, scanned, key, fetched, read);
    }

    /// <summary>False when the filter does not want it.</summary>
    private static bool Keep(ReadRequest request, byte[]? fetched, Statement rows, out byte[] json)
    {
        json = [];
        if (request.Filter is null && request.Projection is null)
        {
            if (request.Selection != Selection.Count)
            {
                json = fetched ?? rows.Blob(1).ToArray();
            }

            return true;
        }

        var item = ItemJson.Decode(fetched ?? rows.Blob(1));
        if (request.Filter is { } filter && !ConditionEvaluator.Holds(filter, item))
        {
            return false;
        }

        if (request.Selection != Selection.Count)
        {
            json = request.Projection is { } projection ? ItemJson.Encode(projection.Apply(item)) : fetched ?? rows.Blob(1).ToArray();
        }

        return true;
    }

    private static byte[]? Fetch(LedgerConnection connection, ReadPlan plan, Statement rows, ref long bytes)
    {
        var found = ItemTable.Find(connection, plan.Table.Id, new ItemKey(rows.Blob(2).ToArray(), rows.Blob(3).ToArray()));
        bytes += found?.Size ?? 0;
        return found?.Json;
    }

    private static Dictionary<string, AttributeValue> KeyOf(ReadPlan plan, Dictionary<string, AttributeValue> item)
    {
        var key = plan.Table.Key.Pick(item);
        foreach (var field in plan.Index?.Key.Fields ?? [])
        {
            key[field.Name] = item[field.Name];
        }

        return key;
    }

    private static Statement ItemRows(LedgerConnection connection, ReadPlan plan)
    {
        var (range, start) = (plan.Range, plan.Start);
        if (plan.Place is not { } place)
        {
            var scan = connection.Prepare(EndOf(plan) is null ? ReadStatements.ScanItems : ReadStatements.ScanItemsTo);
            scan.Bind(1, plan.Table.Id).Bind(2, start?.Place ?? StartOf(plan)).Bind(3, start?.Range ?? []);
            return EndOf(plan) is { } end ? scan.Bind(4, end) : scan;
        }

        var isBackward = plan.Request.IsBackward;
        if (start is { } from)
        {
            range = isBackward ? range with { To = from.Range } : range with { From = [.. from.Range, 0] };
        }

        var query = connection.Prepare((isBackward, range.To is null) switch
        {
            (false, true) => ReadStatements.QueryItems,
            (false, false) => ReadStatements.QueryItemsTo,
            (true, true) => ReadStatements.QueryItemsBack,
            (true, false) => ReadStatements.QueryItemsBackFrom,
        });
        query.Bind(1, plan.Table.Id).Bind(2, place).Bind(3, range.From);
        return range.To is { } to ? query.Bind(4, to) : query;
    }

    private static Statement EntryRows(LedgerConnection connection, ReadPlan plan)
    {
        var (range, start, item) = (plan.Range, plan.Start, plan.StartItem);
        if (plan.Place is not { } place)
        {
            var scan = connection.Prepare(EndOf(plan) is null ? ReadStatements.ScanEntries : ReadStatements.ScanEntriesTo);
            scan.Bind(1, plan.Index!.Definition.Id).Bind(2, start?.Place ?? StartOf(plan)).Bind(3, start?.Range ?? []);
            scan.Bind(4, item?.Place ?? []).Bind(5, item?.Range ?? []);
            return EndOf(plan) is { } end ? scan.Bind(6, end) : scan;
        }

        // No entry's item has an empty place, so an empty one stands before all that share a range key.
        var isBackward = plan.Request.IsBackward;
        var query = connection.Prepare((isBackward, start is null, range.To is null) switch
        {
            (false, _, true) => ReadStatements.QueryEntries,
            (false, _, false) => ReadStatements.QueryEntriesTo,
            (true, true, true) => ReadStatements.QueryEntriesBack,
            (true, true, false) => ReadStatements.QueryEntriesBackFrom,
            (true, false, _) => ReadStatements.QueryEntriesBackAfter,
        });
        query.Bind(1, plan.Index!.Definition.Id).Bind(2, place);
        if (isBackward && start is null)
        {
            query.Bind(3, range.From);
            return range.To is { } to ? query.Bind(4, to) : query;
        }

        query.Bind(3, start?.Range ?? range.From).Bind(4, item?.Place ?? []).Bind(5, item?.Range ?? []);
        return isBackward ? query.Bind(6, range.From) : range.To is { } below ? query.Bind(6, below) : query;
    }

    /// <summary>Just before a segment's first place.</summary>
    private static byte[] StartOf(ReadPlan plan) => KeyCodec.SegmentStart(plan.Request.Segment, plan.Request.Segments)!;

    private static byte[]? EndOf(ReadPlan plan) => KeyCodec.SegmentStart(plan.Request.Segment + 1, plan.Request.Segments);
}
