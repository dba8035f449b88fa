using System.Globalization;
using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Schema;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <summary>A new table takes requests at once; the answer says CREATING, as clients expect, and the next look ACTIVE.</summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html</remarks>
internal static class CreateTable
{
    private const int MostLocalIndexes = 5;
    private const int MostGlobalIndexes = 20;
    private const long MostUnits = 1_000_000_000_000;

    public static readonly DynamoDbOperation Operation = new(
        "CreateTable",
        CommonShapes.Structure(
            "CreateTableInput",
            ("AttributeDefinitions", CommonShapes.AttributeDefinitions with { NotNull = true }),
            ("TableName", CommonShapes.TableParameter),
            ("BillingMode", CommonShapes.BillingMode),
            ("ProvisionedThroughput", CommonShapes.Throughput),
            ("KeySchema", CommonShapes.KeySchema),
            ("LocalSecondaryIndexes", new Shape(ShapeKind.List) { Element = IndexInput.Local }),
            ("GlobalSecondaryIndexes", new Shape(ShapeKind.List) { Element = IndexInput.Global }),
            ("TableClass", CommonShapes.Enum("STANDARD", "STANDARD_INFREQUENT_ACCESS")),
            ("DeletionProtectionEnabled", CommonShapes.Boolean),
            ("Tags", CommonShapes.Tags),
            ("StreamSpecification", CommonShapes.Unimplemented),
            ("SSESpecification", CommonShapes.Unimplemented),
            ("OnDemandThroughput", CommonShapes.Unimplemented),
            ("WarmThroughput", CommonShapes.Unimplemented),
            ("ResourcePolicy", CommonShapes.Unimplemented),
            ("GlobalTableSourceArn", CommonShapes.Unimplemented)),
        HandleAsync);

    private static async Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var name = call.TableName();
        if (name.Length is < 3 or > 255 || !ConstraintCheck.IsName(name))
        {
            throw TablesErrors.Invalid("TableName must be at least 3 characters long and at most 255 characters long");
        }

        var definition = Read(name, call.Input, call.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var tags = TagList.Read(call.Input);
        var table = await call.Store.CreateAsync(call.Scope, definition, tags, call.Aborted);
        json.WriteStartObject();
        TableJson.Write(json, "TableDescription", table, "CREATING", counts: null);
        json.WriteEndObject();
    }

    private static TableDefinition Read(string name, JsonElement input, long now)
    {
        var isOnDemand = input.FindString("BillingMode") == "PAY_PER_REQUEST";
        CheckThroughput(input, isOnDemand);
        var attributes = IndexInput.Attributes(input);
        var keys = IndexInput.Keys(input, attributes, isTable: true);
        if (!input.Has("LocalSecondaryIndexes") && !input.Has("GlobalSecondaryIndexes") && keys.Names.Count() != attributes.Length)
        {
            throw TablesErrors.InvalidParameter(
                "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions");
        }

        IndexDefinition[] indexes = [.. LocalIndexes(input, attributes, keys), .. GlobalIndexes(input, attributes, keys, isOnDemand)];
        if (indexes.GroupBy(static index => index.Name).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw TablesErrors.InvalidParameter($"Duplicate index name: {twice.Key}");
        }

        var definition = new TableDefinition
        {
            Name = name,
            TableId = Guid.NewGuid().ToString(),
            Created = now,
            Attributes = attributes,
            Keys = keys,
            IsOnDemand = isOnDemand,
            OnDemandSince = isOnDemand ? now : null,
            Throughput = IndexInput.Throughput(input),
            Indexes = indexes,
            DeletionProtection = input.FindBoolean("DeletionProtectionEnabled") == true,
            TableClass = input.FindString("TableClass"),
        };
        return IndexInput.UsesAll(definition)
            ? definition
            : throw TablesErrors.InvalidParameter(
                $"Some AttributeDefinitions are not used. AttributeDefinitions: [{string.Join(", ", attributes.Select(static attribute => attribute.Name))}], " +
                $"keys used: [{string.Join(", ", keys.Names.Concat(indexes.SelectMany(static index => index.Keys.Names)).Distinct())}]");
    }

    private static void CheckThroughput(JsonElement input, bool isOnDemand)
    {
        if (isOnDemand)
        {
            if (input.Has("ProvisionedThroughput"))
            {
                throw TablesErrors.InvalidParameter("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
            }

            return;
        }

        if (!input.Has("ProvisionedThroughput"))
        {
            throw TablesErrors.InvalidParameter("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
        }

        CheckBounds(IndexInput.Throughput(input));
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    public static void CheckBounds(Throughput throughput)
    {
        if (throughput.Read > MostUnits)
        {
            throw TablesErrors.Invalid(string.Create(CultureInfo.InvariantCulture, $"Given value {throughput.Read} for ReadCapacityUnits is out of bounds"));
        }

        if (throughput.Write > MostUnits)
        {
            throw TablesErrors.Invalid(string.Create(CultureInfo.InvariantCulture, $"Given value {throughput.Write} for WriteCapacityUnits is out of bounds"));
        }
    }

    private static IndexDefinition[] LocalIndexes(JsonElement input, AttributeDefinition[] attributes, KeySchema keys)
    {
        if (!input.Has("LocalSecondaryIndexes"))
        {
            return [];
        }

        JsonElement[] given = [.. input.FindList("LocalSecondaryIndexes")];
        if (given.Length == 0)
        {
            throw TablesErrors.InvalidParameter("List of LocalSecondaryIndexes is empty");
        }

        if (keys.Range is null)
        {
            throw TablesErrors.InvalidParameter("Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");
        }

        IndexDefinition[] indexes = [.. given.Select(index => IndexInput.Read(index, attributes, keys, isGlobal: false))];
        return indexes.Length <= MostLocalIndexes
            ? indexes
            : throw TablesErrors.InvalidParameter("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
    }

    private static List<IndexDefinition> GlobalIndexes(JsonElement input, AttributeDefinition[] attributes, KeySchema keys, bool isOnDemand)
    {
        if (!input.Has("GlobalSecondaryIndexes"))
        {
            return [];
        }

        JsonElement[] given = [.. input.FindList("GlobalSecondaryIndexes")];
        if (given.Length == 0)
        {
            throw TablesErrors.InvalidParameter("List of GlobalSecondaryIndexes is empty");
        }

        var indexes = new List<IndexDefinition>();
        foreach (var json in given)
        {
            var index = IndexInput.Read(json, attributes, keys, isGlobal: true);
            if (isOnDemand && json.Has("ProvisionedThroughput"))
            {
                throw TablesErrors.InvalidParameter(
                    $"ProvisionedThroughput should not be specified for index: {index.Name} when BillingMode is PAY_PER_REQUEST");
            }

            if (!isOnDemand && !json.Has("ProvisionedThroughput"))
            {
                throw TablesErrors.InvalidParameter($"ProvisionedThroughput must be specified for index: {index.Name}");
            }

            indexes.Add(index);
        }

        return indexes.Count <= MostGlobalIndexes
            ? indexes
            : throw TablesErrors.InvalidParameter("GlobalSecondaryIndex count exceeds the per-table limit of 20");
    }
}
