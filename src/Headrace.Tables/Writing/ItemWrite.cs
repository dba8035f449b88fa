using Headrace.Tables.Expressions;
using Headrace.Tables.Schema;
using Headrace.Tables.Storage;
using Headrace.Tables.Values;

namespace Headrace.Tables.Writing;

/// <summary>One change of one item, ready for the writer: checked against its table, its key encoded.</summary>
public sealed class ItemWrite
{
    private ItemWrite(Table table, ItemKey key, WriteKind kind, Condition? condition) => (Table, Key, Kind, Condition) = (table, key, kind, condition);

    public Table Table { get; }

    internal ItemKey Key { get; }

    internal WriteKind Kind { get; }

    internal Condition? Condition { get; }

    internal Dictionary<string, AttributeValue> KeyAttributes { get; private init; } = [];

    internal Dictionary<string, AttributeValue>? Item { get; private init; }

    internal StoredItem Encoded { get; private init; }

    internal UpdatePlan? Update { get; private init; }

    /// <summary>The caller wants the item as it was before, or as it is afterwards.</summary>
    public bool ReturnsItems { get; init; }

    /// <summary>A failed condition shows the item that it failed on.</summary>
    public bool ReturnsItemOnFailure { get; init; }

    /// <exception cref="TablesException">ValidationException.</exception>
    public static ItemWrite Put(
        Table table, Dictionary<string, AttributeValue> item, Condition? condition, bool returnsItems = false, bool returnsItemOnFailure = false)
    {
        var key = table.CheckItem(item);
        return new ItemWrite(table, key, WriteKind.Put, condition)
        {
            Item = item,
            Encoded = new StoredItem(ItemSize.Of(item), ItemJson.Encode(item)),
            ReturnsItems = returnsItems,
            ReturnsItemOnFailure = returnsItemOnFailure,
        };
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    public static ItemWrite Delete(
        Table table, Dictionary<string, AttributeValue> key, Condition? condition, bool returnsItems = false, bool returnsItemOnFailure = false) =>
        new(table, table.CheckKey(key), WriteKind.Delete, condition)
        {
            KeyAttributes = key,
            ReturnsItems = returnsItems,
            ReturnsItemOnFailure = returnsItemOnFailure,
        };

    /// <exception cref="TablesException">ValidationException.</exception>
    public static ItemWrite Change(
        Table table, Dictionary<string, AttributeValue> key, UpdatePlan update, Condition? condition, bool returnsItems = false, bool returnsItemOnFailure = false)
    {
        var encoded = table.CheckKey(key);
        update.Check(table);
        return new ItemWrite(table, encoded, WriteKind.Update, condition)
        {
            KeyAttributes = key,
            Update = update,
            ReturnsItems = returnsItems,
            ReturnsItemOnFailure = returnsItemOnFailure,
        };
    }

    /// <summary>Changes nothing: only its condition counts.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static ItemWrite Check(Table table, Dictionary<string, AttributeValue> key, Condition condition, bool returnsItemOnFailure = false) =>
        new(table, table.CheckKey(key), WriteKind.Check, condition) { KeyAttributes = key, ReturnsItemOnFailure = returnsItemOnFailure };

    /// <summary>The attributes that the client named it by.</summary>
    public Dictionary<string, AttributeValue> KeyOrItem => Item ?? KeyAttributes;

    /// <summary>Of the item or key in the request.</summary>
    public int Bytes => Item is null ? ItemSize.Of(KeyAttributes) : Encoded.Size;

    /// <summary>Whether both are for one item.</summary>
    public bool HasTargetOf(ItemWrite other) => Table.Id == other.Table.Id && Key.Equals(other.Key);
}

internal enum WriteKind
{
    Put,
    Delete,
    Update,
    Check,
}
