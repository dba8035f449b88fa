using System.Text.Json;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Schema;

namespace Headrace.Gateway.DynamoDb.Tables;

/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html</remarks>
internal static class UpdateTable
{
    private const int MostGlobalIndexes = 20;
    private const int MostUpdates = 5;

    public static readonly DynamoDbOperation Operation = new(
        "UpdateTable",
        CommonShapes.Structure(
            "UpdateTableInput",
            ("TableName", CommonShapes.TableParameter),
            ("AttributeDefinitions", CommonShapes.AttributeDefinitions),
            ("ProvisionedThroughput", CommonShapes.Throughput),
            ("BillingMode", CommonShapes.BillingMode),
            ("GlobalSecondaryIndexUpdates", new Shape(ShapeKind.List)
            {
                Element = CommonShapes.Element(
                    "GlobalSecondaryIndexUpdate",
                    ("Update", CommonShapes.Structure(
                        "UpdateGlobalSecondaryIndexAction",
                        ("IndexName", CommonShapes.TableName),
                        ("ProvisionedThroughput", CommonShapes.Throughput with { NotNull = true }),
                        ("OnDemandThroughput", CommonShapes.Unimplemented),
                        ("WarmThroughput", CommonShapes.Unimplemented))),
                    ("Create", IndexInput.Global with { TypeName = "CreateGlobalSecondaryIndexAction", IsElement = false }),
                    ("Delete", CommonShapes.Structure("DeleteGlobalSecondaryIndexAction", ("IndexName", CommonShapes.TableName)))),
            }),
            ("TableClass", CommonShapes.Enum("STANDARD", "STANDARD_INFREQUENT_ACCESS")),
            ("DeletionProtectionEnabled", CommonShapes.Boolean),
            ("StreamSpecification", CommonShapes.Unimplemented),
            ("SSESpecification", CommonShapes.Unimplemented),
            ("ReplicaUpdates", CommonShapes.Unimplemented),
            ("OnDemandThroughput", CommonShapes.Unimplemented),
            ("WarmThroughput", CommonShapes.Unimplemented),
            ("MultiRegionConsistency", CommonShapes.Unimplemented),
            ("GlobalTableWitnessUpdates", CommonShapes.Unimplemented),
            ("GlobalTableSettingsReplicationMode", CommonShapes.Unimplemented)),
        HandleAsync);

    private static async Task HandleAsync(DynamoDbCall call, Utf8JsonWriter json)
    {
        var input = call.Input;
        JsonElement[] updates = [.. input.FindList("GlobalSecondaryIndexUpdates")];
        Check(input, updates);
        var now = call.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var table = await call.Store.UpdateAsync(call.Scope, call.TableName(), definition => Change(definition, input, updates, now), call.Aborted);
        json.WriteStartObject();
        TableJson.Write(json, "TableDescription", table, "UPDATING", call.Store.Count(table));
        json.WriteEndObject();
    }

    private static void Check(JsonElement input, JsonElement[] updates)
    {
        if (!input.Has("ProvisionedThroughput") && !input.Has("BillingMode") && updates.Length == 0 && !input.Has("TableClass") && !input.Has("DeletionProtectionEnabled"))
        {
            throw TablesErrors.Invalid(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
        }

        if (input.FindString("BillingMode") == "PROVISIONED" && !input.Has("ProvisionedThroughput"))
        {
            throw TablesErrors.InvalidParameter("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
        }

        if (input.FindString("BillingMode") == "PAY_PER_REQUEST" && input.Has("ProvisionedThroughput"))
        {
            throw TablesErrors.InvalidParameter("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
        }

        CreateTable.CheckBounds(IndexInput.Throughput(input));
        var names = new HashSet<string>();
        foreach (var update in updates)
        {
            var name = (update.Find("Update") ?? update.Find("Create") ?? update.Find("Delete"))?.FindString("IndexName") ?? throw TablesErrors.InvalidParameter(
                "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null");
            if (!names.Add(name))
            {
                throw TablesErrors.InvalidParameter($"Only one global secondary index update per index is allowed simultaneously. Index: {name}");
            }
        }

        if (updates.Length > MostUpdates || updates.Count(static update => update.Has("Create") || update.Has("Delete")) > 1)
        {
            throw TablesErrors.LimitExceeded("Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
        }
    }

    private static TableDefinition Change(TableDefinition definition, JsonElement input, JsonElement[] updates, long now)
    {
        var attributes = definition.Attributes.ToDictionary(static attribute => attribute.Name);
        foreach (var attribute in IndexInput.Attributes(input))
        {
            attributes[attribute.Name] = attribute;
        }

        var indexes = definition.Indexes.ToList();
        foreach (var update in updates)
        {
            Change(definition, indexes, [.. attributes.Values], update, now);
        }

        if (indexes.Count(static index => index.IsGlobal) > MostGlobalIndexes)
        {
            throw TablesErrors.LimitExceeded("Subscriber limit exceeded: GlobalSecondaryIndex count exceeds the per-table limit of 20");
        }

        var used = definition.Keys.Names.Concat(indexes.SelectMany(static index => index.Keys.Names)).ToHashSet();
        return WithThroughput(definition, input, now) with
        {
            Attributes = [.. attributes.Values.Where(attribute => used.Contains(attribute.Name))],
            Indexes = [.. indexes],
            TableClass = input.FindString("TableClass") ?? definition.TableClass,
            DeletionProtection = input.FindBoolean("DeletionProtectionEnabled") ?? definition.DeletionProtection,
        };
    }

    private static void Change(TableDefinition definition, List<IndexDefinition> indexes, AttributeDefinition[] attributes, JsonElement update, long now)
    {
        if (update.Find("Create") is { } create)
        {
            var index = IndexInput.Read(create, attributes, definition.Keys, isGlobal: true);
            if (indexes.Exists(other => other.Name == index.Name))
            {
                throw TablesErrors.Invalid("Attempting to create an index which already exists");
            }

            if (indexes.Exists(static other => other.IsBackfilling))
            {
                throw TablesErrors.LimitExceeded("Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
            }

            foreach (var key in index.Keys.Names)
            {
                var type = Array.Find(attributes, attribute => attribute.Name == key)!.Type;
                if (definition.Attributes.Any(known => known.Name == key && known.Type != type))
                {
                    throw TablesErrors.InvalidParameter($"Attribute {key} is already defined with another type");
                }
            }

            indexes.Add(index);
            return;
        }

        var name = (update.Find("Delete") ?? update.GetProperty("Update")).FindString("IndexName")!;
        var at = indexes.FindIndex(index => index.Name == name && index.IsGlobal);
        if (at < 0)
        {
            throw new TablesException("ResourceNotFoundException", "Requested resource not found");
        }

        if (update.Has("Delete"))
        {
            indexes.RemoveAt(at);
        }
        else
        {
            var throughput = IndexInput.Throughput(update.GetProperty("Update"));
            CreateTable.CheckBounds(throughput);
            indexes[at] = indexes[at] with { Throughput = Next(indexes[at].Throughput, throughput, now) };
        }
    }

    private static TableDefinition WithThroughput(TableDefinition definition, JsonElement input, long now)
    {
        var mode = input.FindString("BillingMode");
        if (mode == "PAY_PER_REQUEST" && !definition.IsOnDemand)
        {
            return definition with
            {
                IsOnDemand = true,
                OnDemandSince = now,
                Throughput = new Throughput(0, 0) { LastDecrease = now, DecreasesToday = definition.Throughput.DecreasesToday + 1 },
            };
        }

        if (!input.Has("ProvisionedThroughput"))
        {
            return definition;
        }

        var next = IndexInput.Throughput(input);
        if (definition.IsOnDemand && mode != "PROVISIONED")
        {
            throw TablesErrors.InvalidParameter("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
        }

        if (!definition.IsOnDemand && (next.Read, next.Write) == (definition.Throughput.Read, definition.Throughput.Write))
        {
            throw TablesErrors.Invalid(
                $"The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: {next.Read}. " +
                $"Requested ReadCapacityUnits: {next.Read}. Current WriteCapacityUnits provisioned for the table: {next.Write}. Requested WriteCapacityUnits: {next.Write}. " +
                "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.");
        }

        return definition with { IsOnDemand = false, Throughput = Next(definition.Throughput, next, now) };
    }

    private static Throughput Next(Throughput old, Throughput next, long now)
    {
        var isIncrease = next.Read > old.Read || next.Write > old.Write;
        var isDecrease = next.Read < old.Read || next.Write < old.Write;
        return next with
        {
            LastIncrease = isIncrease ? now : old.LastIncrease,
            LastDecrease = isDecrease ? now : old.LastDecrease,
            DecreasesToday = old.DecreasesToday + (isDecrease ? 1 : 0),
        };
    }
}
