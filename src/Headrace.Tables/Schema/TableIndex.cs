using Headrace.Tables.Values;

namespace Headrace.Tables.Schema;

/// <summary>A secondary index: items that have its keys, by those keys.</summary>
internal sealed class TableIndex
{
    private readonly HashSet<string>? _projected;

    public TableIndex(TableDefinition table, IndexDefinition index)
    {
        Definition = index;
        Key = new KeyCodec(table, index.Keys);
        _projected = index.Projection == "ALL" ? null : [.. table.Keys.Names, .. index.Keys.Names, .. index.Included];
    }

    public IndexDefinition Definition { get; }

    public KeyCodec Key { get; }

    public bool HasWholeItems => _projected is null;

    public bool Projects(string attribute) => _projected?.Contains(attribute) ?? true;

    /// <summary>An item without one of the keys is not in the index.</summary>
    public bool Holds(Dictionary<string, AttributeValue> item)
    {
        foreach (var (name, type) in Key.Fields)
        {
            if (!item.TryGetValue(name, out var value) || value.Type != type || KeyCodec.IsEmpty(value))
            {
                return false;
            }
        }

        return true;
    }

    public Dictionary<string, AttributeValue> Project(Dictionary<string, AttributeValue> item)
    {
        if (_projected is null)
        {
            return item;
        }

        var projected = new Dictionary<string, AttributeValue>(_projected.Count);
        foreach (var (name, value) in item)
        {
            if (_projected.Contains(name))
            {
                projected.Add(name, value);
            }
        }

        return projected;
    }
}
