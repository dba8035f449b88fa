using System.Text.Json;
using Headrace.Tables;
using Headrace.Tables.Expressions;
using Headrace.Tables.Legacy;
using Headrace.Tables.Values;

namespace Headrace.Gateway.DynamoDb;

/// <summary>Reads the parameters that expressions have replaced.</summary>
internal static class LegacyInput
{
    /// <summary>QueryFilter, ScanFilter, KeyConditions.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static IReadOnlyList<LegacyCondition> Conditions(JsonElement json, string parameter)
    {
        var conditions = new List<LegacyCondition>();
        foreach (var member in json.FindMap(parameter))
        {
            var condition = new LegacyCondition(member.Name, member.Value.FindString("ComparisonOperator")!, Values(member.Value));
            condition.Check();
            conditions.Add(condition);
        }

        return conditions;
    }

    public static bool IsAny(JsonElement json) => json.FindString("ConditionalOperator") == "OR";

    /// <summary>Expected, as one condition; null when there is none.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static Condition? Expected(JsonElement json)
    {
        if (!json.Has("Expected"))
        {
            return json.Has("ConditionalOperator")
                ? throw TablesErrors.Invalid("ConditionalOperator cannot be used without Filter or Expected")
                : null;
        }

        LegacyCondition[] conditions = [.. json.FindMap("Expected").Select(static member => Expected(member.Name, member.Value))];
        return json.Has("ConditionalOperator") && conditions.Length < 2
            ? throw TablesErrors.Invalid("ConditionalOperator can only be used when Filter or Expected has two or more elements")
            : LegacyCondition.Combine(conditions, IsAny(json));
    }

    private static LegacyCondition Expected(string name, JsonElement json)
    {
        var comparison = json.FindString("ComparisonOperator");
        if (json.Has("AttributeValueList") && json.Has("Value"))
        {
            throw TablesErrors.InvalidParameter($"Value and AttributeValueList cannot be used together for Attribute: {name}");
        }

        if (comparison is not null)
        {
            return Compared(name, comparison, json);
        }

        if (json.Has("AttributeValueList"))
        {
            throw TablesErrors.InvalidParameter($"AttributeValueList can only be used with a ComparisonOperator for Attribute: {name}");
        }

        var exists = json.FindBoolean("Exists");
        if (exists == false)
        {
            return json.Has("Value")
                ? throw TablesErrors.InvalidParameter($"Value cannot be used when Exists is false for Attribute: {name}")
                : new LegacyCondition(name, "NULL", []);
        }

        return json.Find("Value") is { } value
            ? new LegacyCondition(name, "EQ", [AttributeReader.Read(value)])
            : throw TablesErrors.InvalidParameter($"Value must be provided when Exists is {(exists is null ? "null" : "true")} for Attribute: {name}");
    }

    private static LegacyCondition Compared(string name, string comparison, JsonElement json)
    {
        if (json.Has("Exists"))
        {
            throw TablesErrors.InvalidParameter($"Exists and ComparisonOperator cannot be used together for Attribute: {name}");
        }

        if (comparison is not ("NULL" or "NOT_NULL") && !json.Has("AttributeValueList") && !json.Has("Value"))
        {
            throw TablesErrors.InvalidParameter($"Value or AttributeValueList must be used with ComparisonOperator: {comparison} for Attribute: {name}");
        }

        var values = json.Find("Value") is { } value ? [AttributeReader.Read(value)] : Values(json);
        var condition = new LegacyCondition(name, comparison, values);
        condition.CheckCount();
        condition.CheckSameType();
        condition.CheckBounds();
        condition.Check();
        return condition;
    }

    private static AttributeValue[] Values(JsonElement json) => [.. json.FindList("AttributeValueList").Select(AttributeReader.Read)];
}
