using System.Text.Json;
using Headrace.Tables;
using Headrace.Tables.Expressions;
using Headrace.Tables.Legacy;
using Headrace.Tables.Reading;
using Headrace.Tables.Schema;
using Headrace.Tables.Values;

namespace Headrace.Gateway.DynamoDb.Reads;

/// <summary>What reads have in common.</summary>
internal static class ReadInput
{
    /// <summary>ProjectionExpression or AttributesToGet, of a request that has no other expression.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static Projection? Projection(JsonElement input)
    {
        var names = input.AttributesToGet();
        var expressions = new ExpressionInput(input);
        var projection = Projection(expressions, names);
        expressions.CheckAllUsed();
        return projection;
    }

    /// <param name="names">AttributesToGet.</param>
    public static Projection? Projection(ExpressionInput expressions, string[] names) =>
        expressions.Projection() ?? (names.Length > 0 ? Headrace.Tables.Expressions.Projection.OfAttributes(names) : null);

    /// <summary>What Query and Scan say alike.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static ReadRequest Request(
        JsonElement input, Dictionary<string, AttributeValue>? startKey, Condition? filter, IReadOnlyList<LegacyCondition> legacyFilter, Projection? projection) => new()
        {
            IndexName = input.FindString("IndexName"),
            IsConsistent = input.FindBoolean("ConsistentRead") == true,
            Limit = input.FindInt32("Limit"),
            StartKey = startKey,
            Filter = filter ?? LegacyCondition.Combine(legacyFilter, LegacyInput.IsAny(input)),
            Projection = projection,
            Selection = Selection(input, projection is not null),
        };

    /// <summary>A key attribute has no parts.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static void CheckPaths(Table table, Projection? projection)
    {
        foreach (var path in projection?.Paths ?? [])
        {
            if (path.IsNested && table.Definition.Keys.Names.Contains(path.Attribute))
            {
                throw TablesErrors.Invalid($"Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: {path.Attribute}");
            }
        }
    }

    public static void WriteItem(Utf8JsonWriter json, byte[] stored, Projection? projection)
    {
        if (projection is null)
        {
            json.WriteRawValue(stored, skipInputValidation: true);
        }
        else
        {
            ItemJson.Write(json, projection.Apply(ItemJson.Decode(stored)));
        }
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    public static Dictionary<string, AttributeValue>? StartKey(JsonElement input)
    {
        if (!input.Has("ExclusiveStartKey"))
        {
            return null;
        }

        try
        {
            return input.Attributes("ExclusiveStartKey");
        }
        catch (TablesException refused) when (!IsBare(refused.Message))
        {
            throw TablesErrors.Invalid($"The provided starting key is invalid: {refused.Message}");
        }
    }

    /// <summary>What the attributes in the answer shall be.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static Selection Selection(JsonElement input, bool hasProjection)
    {
        var select = input.FindString("Select");
        if (hasProjection && select is not (null or "SPECIFIC_ATTRIBUTES"))
        {
            throw TablesErrors.Invalid(input.Has("AttributesToGet")
                ? $"Cannot specify the AttributesToGet when choosing to get {(select == "COUNT" ? "only the Count" : select)}"
                : $"Cannot specify the ProjectionExpression when choosing to get {(select == "COUNT" ? "only the Count" : select)}");
        }

        switch (select)
        {
            case "SPECIFIC_ATTRIBUTES" when !hasProjection:
                throw TablesErrors.Invalid("Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
            case "ALL_PROJECTED_ATTRIBUTES" when !input.Has("IndexName"):
                throw TablesErrors.InvalidParameter("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
            case "ALL_ATTRIBUTES":
                return Headrace.Tables.Reading.Selection.AllAttributes;
            case "COUNT":
                return Headrace.Tables.Reading.Selection.Count;
            default:
                return Headrace.Tables.Reading.Selection.Default;
        }
    }

    public static void WritePage(DynamoDbCall call, Utf8JsonWriter json, ReadPage page)
    {
        json.WriteStartObject();
        if (call.Input.FindString("Select") != "COUNT")
        {
            json.WriteStartArray("Items");
            foreach (var item in page.Items)
            {
                json.WriteRawValue(item, skipInputValidation: true);
            }

            json.WriteEndArray();
        }

        json.WriteNumber("Count", page.Count);
        json.WriteNumber("ScannedCount", page.Scanned);
        if (page.LastKey is { } last)
        {
            json.WritePropertyName("LastEvaluatedKey");
            ItemJson.Write(json, last);
        }

        call.ReturnedItems = page.Count;
        var capacity = Capacity.OfPage(page, call.Input.FindBoolean("ConsistentRead") == true);
        capacity.RecordRead(call);
        capacity.WriteMember(json, call.Input);
        json.WriteEndObject();
    }

    /// <summary>AWS puts its introduction before some of these and not before others.</summary>
    private static bool IsBare(string message) =>
        message.Contains("contains duplicates", StringComparison.Ordinal) || message.Contains("number set", StringComparison.Ordinal)
        || message.Contains("numeric value", StringComparison.Ordinal) || message.Contains("significant digits", StringComparison.Ordinal)
        || message.Contains("number with magnitude", StringComparison.Ordinal);
}
