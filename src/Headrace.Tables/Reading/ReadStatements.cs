namespace Headrace.Tables.Reading;

/// <summary>The statements that pages are read with. Each walks the primary key from where the page begins: none scans, none sorts.</summary>
internal static class ReadStatements
{
    public const string ScanItems = Items + "tbl = ? AND (place, range) > (?, ?) ORDER BY place, range";
    public const string ScanItemsTo = Items + "tbl = ? AND (place, range) > (?, ?) AND place < ? ORDER BY place, range";
    public const string QueryItems = Items + "tbl = ? AND place = ? AND range >= ? ORDER BY range";
    public const string QueryItemsTo = Items + "tbl = ? AND place = ? AND range >= ? AND range < ? ORDER BY range";
    public const string QueryItemsBack = Items + "tbl = ? AND place = ? AND range >= ? ORDER BY range DESC";
    public const string QueryItemsBackFrom = Items + "tbl = ? AND place = ? AND range >= ? AND range < ? ORDER BY range DESC";

    public const string ScanEntries = Entries + "idx = ? AND (place, range, item_place, item_range) > (?, ?, ?, ?)" + ScanOrder;
    public const string ScanEntriesTo = Entries + "idx = ? AND (place, range, item_place, item_range) > (?, ?, ?, ?) AND place < ?" + ScanOrder;
    public const string QueryEntries = Entries + "idx = ? AND place = ? AND (range, item_place, item_range) > (?, ?, ?)" + Rising;
    public const string QueryEntriesTo = Entries + "idx = ? AND place = ? AND (range, item_place, item_range) > (?, ?, ?) AND range < ?" + Rising;
    public const string QueryEntriesBack = Entries + "idx = ? AND place = ? AND range >= ?" + Falling;
    public const string QueryEntriesBackFrom = Entries + "idx = ? AND place = ? AND range >= ? AND range < ?" + Falling;
    public const string QueryEntriesBackAfter = Entries + "idx = ? AND place = ? AND (range, item_place, item_range) < (?, ?, ?) AND range >= ?" + Falling;

    public static readonly string[] All =
    [
        ScanItems, ScanItemsTo, QueryItems, QueryItemsTo, QueryItemsBack, QueryItemsBackFrom,
        ScanEntries, ScanEntriesTo, QueryEntries, QueryEntriesTo, QueryEntriesBack, QueryEntriesBackFrom, QueryEntriesBackAfter,
    ];

    private const string Items = "SELECT size, item FROM dynamo_item WHERE ";
    private const string Entries = "SELECT size, item, item_place, item_range FROM dynamo_entry WHERE ";
    private const string ScanOrder = " ORDER BY place, range, item_place, item_range";
    private const string Rising = " ORDER BY range, item_place, item_range";
    private const string Falling = " ORDER BY range DESC, item_place DESC, item_range DESC";
}
