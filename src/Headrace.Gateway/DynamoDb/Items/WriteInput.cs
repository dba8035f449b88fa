using System.Text.Json;
using Headrace.Tables;
using Headrace.Tables.Expressions;

namespace Headrace.Gateway.DynamoDb.Items;

/// <summary>What PutItem and DeleteItem have in common.</summary>
internal static class WriteInput
{
    /// <summary>These two know no new item and no updated attributes.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static void RequireOldOrNone(JsonElement input)
    {
        if (input.FindString("ReturnValues") is not (null or "ALL_OLD" or "NONE"))
        {
            throw TablesErrors.Invalid("ReturnValues can only be ALL_OLD or NONE");
        }
    }

    /// <summary>ConditionExpression or Expected, of a request that has no other expression.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static Condition? Condition(JsonElement input)
    {
        var expected = LegacyInput.Expected(input);
        var expressions = new ExpressionInput(input);
        var condition = expressions.Condition("ConditionExpression") ?? expected;
        expressions.CheckAllUsed();
        return condition;
    }
}
