using Headrace.Tables.Expressions;
using Headrace.Tables.Values;

namespace Headrace.Tables.Legacy;

/// <summary>One of AttributeUpdates, the parameter that update expressions have replaced.</summary>
/// <param name="Action">PUT, ADD or DELETE.</param>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html</remarks>
public sealed record AttributeUpdate(string Name, string Action, AttributeValue? Value)
{
    private const string WrongType = "Type mismatch for attribute to update";

    internal static Dictionary<string, AttributeValue> Apply(IReadOnlyList<AttributeUpdate> updates, Dictionary<string, AttributeValue> item)
    {
        var result = new Dictionary<string, AttributeValue>(item);
        foreach (var update in updates)
        {
            var existing = item.GetValueOrDefault(update.Name);
            var value = update.Action switch
            {
                "ADD" => Add(existing, update.Value!),
                "DELETE" when update.Value is null || existing is null => null,
                "DELETE" => UpdateEvaluator.Difference(existing, update.Value, WrongType),
                _ => update.Value,
            };
            if (value is null)
            {
                result.Remove(update.Name);
            }
            else
            {
                result[update.Name] = value;
            }
        }

        return result;
    }

    private static AttributeValue Add(AttributeValue? existing, AttributeValue value) => (existing?.Type, value.Type) switch
    {
        (AttributeType.L, AttributeType.L) => AttributeValue.OfList([.. existing.List, .. value.List]),
        _ => UpdateEvaluator.Sum(existing, value, WrongType),
    };
}
