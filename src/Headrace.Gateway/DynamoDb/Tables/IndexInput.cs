using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Schema;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <summary>Reads keys and indexes as CreateTable and UpdateTable define them.</summary>
internal static class IndexInput
{
    private const int MostIncluded = 100;

    public static readonly Shape Global = CommonShapes.Element(
        "GlobalSecondaryIndex",
        ("IndexName", CommonShapes.TableName),
        ("KeySchema", CommonShapes.KeySchema),
        ("Projection", CommonShapes.Projection),
        ("ProvisionedThroughput", CommonShapes.Throughput),
        ("OnDemandThroughput", CommonShapes.Unimplemented),
        ("WarmThroughput", CommonShapes.Unimplemented));

    public static readonly Shape Local = CommonShapes.Element(
        "LocalSecondaryIndex", ("IndexName", CommonShapes.TableName), ("KeySchema", CommonShapes.KeySchema), ("Projection", CommonShapes.Projection));

    public static AttributeDefinition[] Attributes(JsonElement input) =>
    [
        .. input.FindList("AttributeDefinitions").Select(static attribute => new AttributeDefinition(
            attribute.FindString("AttributeName")!, Enum.Parse<Headrace.Tables.Values.AttributeType>(attribute.FindString("AttributeType")!))),
    ];

    public static Throughput Throughput(JsonElement input) => input.Find("ProvisionedThroughput") is { } throughput
        ? new Throughput(throughput.FindInt64("ReadCapacityUnits")!.Value, throughput.FindInt64("WriteCapacityUnits")!.Value)
        : new Throughput(0, 0);

    /// <exception cref="TablesException">ValidationException.</exception>
    public static KeySchema Keys(JsonElement input, AttributeDefinition[] attributes, bool isTable)
    {
        (string Name, string Type)[] keys = [.. input.FindList("KeySchema").Select(static key => (key.FindString("AttributeName")!, key.FindString("KeyType")!))];
        if (isTable && keys.Length > attributes.Length)
        {
            throw TablesErrors.Invalid("Invalid KeySchema: Some index key attribute have no definition");
        }

        if (keys.Any(key => Array.TrueForAll(attributes, attribute => attribute.Name != key.Name)))
        {
            throw TablesErrors.InvalidParameter(
                "Some index key attributes are not defined in AttributeDefinitions. " +
                $"Keys: [{string.Join(", ", keys.Select(static key => key.Name))}], AttributeDefinitions: [{string.Join(", ", attributes.Select(static attribute => attribute.Name))}]");
        }

        if (keys.Length == 2 && keys[0].Name == keys[1].Name)
        {
            throw TablesErrors.Invalid("Both the Hash Key and the Range Key element in the KeySchema have the same name");
        }

        if (keys[0].Type != "HASH")
        {
            throw TablesErrors.Invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }

        return keys.Length == 2 && keys[1].Type != "RANGE"
            ? throw TablesErrors.Invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
            : new KeySchema(keys[0].Name, keys.Length == 2 ? keys[1].Name : null);
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    public static IndexDefinition Read(JsonElement input, AttributeDefinition[] attributes, KeySchema table, bool isGlobal)
    {
        var name = input.FindString("IndexName")!;
        var keys = Keys(input, attributes, isTable: false);
        if (!isGlobal && keys.Range is null)
        {
            throw TablesErrors.InvalidParameter($"Index KeySchema does not have a range key for index: {name}");
        }

        if (!isGlobal && keys.Hash != table.Hash)
        {
            throw TablesErrors.InvalidParameter(
                $"Index KeySchema does not have the same leading hash key as table KeySchema for index: {name}. index hash key: {keys.Hash}, table hash key: {table.Hash}");
        }

        var projection = input.GetProperty("Projection");
        var type = projection.FindString("ProjectionType") ?? throw TablesErrors.InvalidParameter("Unknown ProjectionType: null");
        string[] included = [.. projection.FindList("NonKeyAttributes").Select(static attribute => attribute.GetString()!)];
        if (included.Length > 0 && type != "INCLUDE")
        {
            throw TablesErrors.InvalidParameter($"ProjectionType is {type}, but NonKeyAttributes is specified");
        }

        if (included.Length == 0 && type == "INCLUDE")
        {
            throw TablesErrors.InvalidParameter("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }

        return included.Length <= MostIncluded
            ? new IndexDefinition(0, name, isGlobal, keys, type, included) { Throughput = Throughput(input) }
            : throw TablesErrors.InvalidParameter($"Number of non-key attributes exceeds the limit of {MostIncluded}");
    }

    /// <summary>What is defined is used: no attribute but those of keys.</summary>
    public static bool UsesAll(TableDefinition definition)
    {
        var used = definition.Keys.Names.Concat(definition.Indexes.SelectMany(static index => index.Keys.Names)).ToHashSet();
        return used.Count == definition.Attributes.Length;
    }
}
