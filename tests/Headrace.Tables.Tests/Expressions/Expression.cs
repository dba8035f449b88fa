using System.Text.Json;
using Headrace.Tables.Expressions;
using Headrace.Tables.Values;

namespace Headrace.Tables.Tests.Expressions;

/// <summary>Expressions and items written as in a request.</summary>
internal static class Expression
{
    public static Dictionary<string, AttributeValue> Item(string json)
    {
        using var document = JsonDocument.Parse(json);
        return AttributeReader.ReadItem(document.RootElement);
    }

    public static Placeholders Placeholders(string? names = null, string? values = null) => new(
        names is null ? null : JsonDocument.Parse(names).RootElement.EnumerateObject().ToDictionary(static name => name.Name, static name => name.Value.GetString()!),
        values is null ? null : Item(values));

    public static bool Holds(string condition, string item, string? values = null, string? names = null) =>
        ConditionEvaluator.Holds(ConditionParser.Parse("ConditionExpression", condition, Placeholders(names, values)), Item(item));

    public static string Update(string update, string item, string? values = null, string? names = null) =>
        Text(UpdateEvaluator.Apply(UpdateParser.Parse(update, Placeholders(names, values)), Item(item)));

    public static string Project(string projection, string item, string? names = null) =>
        Text(Projection.Parse(projection, Placeholders(names)).Apply(Item(item)));

    public static string Text(Dictionary<string, AttributeValue> item) => System.Text.Encoding.UTF8.GetString(ItemJson.Encode(item));

    public static string Refusal(Action action)
    {
        var refused = Assert.Throws<TablesException>(action);
        Assert.Equal("ValidationException", refused.Code);
        return refused.Message;
    }
}
