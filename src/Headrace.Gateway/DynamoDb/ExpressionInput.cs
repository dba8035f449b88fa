using System.Text.Json;
using Headrace.Tables;
using Headrace.Tables.Expressions;
using Headrace.Tables.Values;

namespace Headrace.Gateway.DynamoDb;

/// <summary>The expressions of a request and what stands for names and values in them.</summary>
internal sealed class ExpressionInput
{
    private readonly JsonElement _json;
    private readonly Placeholders _placeholders;

    /// <exception cref="TablesException">ValidationException.</exception>
    public ExpressionInput(JsonElement json)
    {
        _json = json;
        Dictionary<string, string>? names = null;
        if (json.Has("ExpressionAttributeNames"))
        {
            names = [];
            foreach (var member in json.FindMap("ExpressionAttributeNames"))
            {
                names[member.Name] = member.Value.GetString()!;
            }

            Placeholders.CheckNames(names.Keys);
        }

        Dictionary<string, AttributeValue>? values = null;
        if (json.Has("ExpressionAttributeValues"))
        {
            Placeholders.CheckValues(json.FindMap("ExpressionAttributeValues").Select(static member => member.Name));
            values = [];
            foreach (var member in json.FindMap("ExpressionAttributeValues"))
            {
                values[member.Name] = Read(member);
            }
        }

        _placeholders = new Placeholders(names, values);
    }

    /// <summary>Expressions and the parameters that they have replaced do not mix; placeholders are for expressions only.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static void CheckMix(JsonElement json, string[] expressions, string[] legacy)
    {
        var given = expressions.Where(name => json.Has(name)).ToArray();
        if (given.Length > 0)
        {
            // KeyConditions may stand beside a FilterExpression.
            var mixed = legacy.Where(name => json.Has(name)).Where(name => name != "KeyConditions" || json.Has("KeyConditionExpression")).ToArray();
            if (mixed.Length > 0)
            {
                throw TablesErrors.Invalid(
                    "Can not use both expression and non-expression parameters in the same request: " +
                    $"Non-expression parameters: {{{string.Join(", ", mixed)}}} Expression parameters: {{{string.Join(", ", given)}}}");
            }
        }

        if (json.Has("ExpressionAttributeNames") && given.Length == 0)
        {
            throw TablesErrors.Invalid("ExpressionAttributeNames can only be specified when using expressions");
        }

        var takingValues = expressions.Where(static name => name != "ProjectionExpression").ToArray();
        if (takingValues.Length > 0 && json.Has("ExpressionAttributeValues") && !takingValues.Any(name => json.Has(name)))
        {
            throw TablesErrors.Invalid(
                $"ExpressionAttributeValues can only be specified when using expressions: {string.Join(" and ", takingValues)} {(takingValues.Length > 1 ? "are" : "is")} null");
        }
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    public Condition? Condition(string parameter) =>
        _json.FindString(parameter) is { } text ? ConditionParser.Parse(parameter, text, _placeholders) : null;

    /// <exception cref="TablesException">ValidationException.</exception>
    public Update? Update() => _json.FindString("UpdateExpression") is { } text ? UpdateParser.Parse(text, _placeholders) : null;

    /// <exception cref="TablesException">ValidationException.</exception>
    public Projection? Projection() =>
        _json.FindString("ProjectionExpression") is { } text ? Headrace.Tables.Expressions.Projection.Parse(text, _placeholders) : null;

    /// <summary>Once every expression has been read.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public void CheckAllUsed() => _placeholders.CheckAllUsed();

    private static AttributeValue Read(JsonProperty member)
    {
        try
        {
            return AttributeReader.Read(member.Value);
        }
        catch (TablesException refused)
        {
            throw TablesErrors.Invalid($"ExpressionAttributeValues contains invalid value: {refused.Message} for key {member.Name}");
        }
    }
}
