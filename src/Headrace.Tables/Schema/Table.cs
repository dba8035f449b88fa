using Headrace.Tables.Values;

namespace Headrace.Tables.Schema;

/// <summary>A table as one moment's requests see it. A change of its definition makes a new one.</summary>
public sealed class Table
{
    internal Table(long id, long version, TableScope scope, TableDefinition definition)
    {
        (Id, Version, Scope, Definition) = (id, version, scope, definition);
        Key = new KeyCodec(definition, definition.Keys);
        Indexes = [.. definition.Indexes.Select(index => new TableIndex(definition, index))];
    }

    public TableScope Scope { get; }

    public TableDefinition Definition { get; }

    public string Name => Definition.Name;

    public string Arn => $"arn:aws:dynamodb:{Scope.Region}:{Scope.Account}:table/{Name}";

    internal long Id { get; }

    internal long Version { get; }

    internal KeyCodec Key { get; }

    internal IReadOnlyList<TableIndex> Indexes { get; }

    internal TableIndex? FindIndex(string name) => Indexes.FirstOrDefault(index => index.Definition.Name == name);

    /// <summary>Keys of an item that is to be stored, and of its index entries, are there and of the right types.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    internal ItemKey CheckItem(Dictionary<string, AttributeValue> item)
    {
        foreach (var (name, type) in Key.Fields)
        {
            if (!item.TryGetValue(name, out var value))
            {
                throw TablesErrors.InvalidParameter($"Missing the key {name} in the item");
            }

            if (value.Type != type)
            {
                throw TablesErrors.InvalidParameter($"Type mismatch for key {name} expected: {type} actual: {value.Type}");
            }

            if (KeyCodec.IsEmpty(value))
            {
                throw EmptyKey(name, value);
            }
        }

        var key = Key.Encode(item);
        CheckIndexKeys(item);
        return key;
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    internal void CheckIndexKeys(Dictionary<string, AttributeValue> item)
    {
        foreach (var index in Indexes)
        {
            foreach (var (name, type) in index.Key.Fields)
            {
                if (!item.TryGetValue(name, out var value))
                {
                    continue;
                }

                if (value.Type != type)
                {
                    throw TablesErrors.InvalidParameter(
                        $"Type mismatch for Index Key {name} Expected: {type} Actual: {value.Type} IndexName: {index.Definition.Name}");
                }

                if (KeyCodec.IsEmpty(value))
                {
                    throw TablesErrors.Invalid(
                        "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute " +
                        $"cannot contain an empty {KeyCodec.Kind(value)} value. IndexName: {index.Definition.Name}, IndexKey: {name}");
                }
            }
        }
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    internal ItemKey CheckKey(Dictionary<string, AttributeValue> key)
    {
        if (key.Count != Key.Fields.Count)
        {
            throw TablesErrors.KeyMismatch();
        }

        return Key.Check(key);
    }

    internal static TablesException EmptyKey(string name, AttributeValue value) => TablesErrors.Invalid(
        $"One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty {KeyCodec.Kind(value)} value. Key: {name}");
}

/// <summary>Whose tables, and where: names are unique within.</summary>
public sealed record TableScope(string Account, string Region);
