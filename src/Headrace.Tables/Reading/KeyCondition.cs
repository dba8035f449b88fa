using Headrace.Tables.Expressions;
using Headrace.Tables.Legacy;
using Headrace.Tables.Values;

namespace Headrace.Tables.Reading;

/// <summary>Reads which keys a query wants from its KeyConditionExpression.</summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html</remarks>
public static class KeyCondition
{
    /// <exception cref="TablesException">ValidationException: it is no condition on keys.</exception>
    public static IReadOnlyList<LegacyCondition> Of(Condition condition)
    {
        var found = new List<LegacyCondition>();
        Collect(condition, found);
        return found;
    }

    private static void Collect(Condition condition, List<LegacyCondition> found)
    {
        switch (condition)
        {
            case Condition.And and:
                Collect(and.Left, found);
                Collect(and.Right, found);
                break;
            case Condition.Or:
                throw NotForKeys("OR");
            case Condition.Not:
                throw NotForKeys("NOT");
            case Condition.In:
                throw NotForKeys("IN");
            case Condition.Comparison { Operator: Comparator.NotEqual }:
                throw NotForKeys("<>");
            case Condition.AttributeExists:
                throw NotForKeys("attribute_exists");
            case Condition.AttributeNotExists:
                throw NotForKeys("attribute_not_exists");
            case Condition.AttributeTypeIs:
                throw NotForKeys("attribute_type");
            case Condition.Contains:
                throw NotForKeys("contains");
            case Condition.Between between:
                Add(found, "BETWEEN", FirstOperand(between.Value, "BETWEEN"), between.Low, between.High);
                break;
            case Condition.BeginsWith begins:
                Add(found, "BEGINS_WITH", FirstOperand(begins.Value, "begins_with"), begins.Prefix);
                break;
            case Condition.Comparison comparison:
                Collect(comparison, found);
                break;
        }
    }

    private static void Collect(Condition.Comparison comparison, List<LegacyCondition> found)
    {
        var (left, right) = (comparison.Left, comparison.Right);
        if (left is Operand.Size || right is Operand.Size)
        {
            throw TablesErrors.Invalid("KeyConditionExpressions cannot contain nested operations");
        }

        if (left is Operand.Path && right is Operand.Path)
        {
            throw SeveralNames();
        }

        if (left is not Operand.Path && right is not Operand.Path)
        {
            throw TablesErrors.Invalid("Invalid condition in KeyConditionExpression: No key attribute specified");
        }

        var isTurned = left is not Operand.Path;
        var name = comparison.Operator switch
        {
            Comparator.Equal => "EQ",
            Comparator.Less => isTurned ? "GT" : "LT",
            Comparator.LessOrEqual => isTurned ? "GE" : "LE",
            Comparator.Greater => isTurned ? "LT" : "GT",
            _ => isTurned ? "LE" : "GE",
        };
        Add(found, name, (Operand.Path)(isTurned ? right : left), isTurned ? left : right);
    }

    private static Operand.Path FirstOperand(Operand operand, string name) => operand as Operand.Path
        ?? throw TablesErrors.Invalid($"Invalid condition in KeyConditionExpression: {name} operator must have the key attribute as its first operand");

    private static void Add(List<LegacyCondition> found, string name, Operand.Path path, params ReadOnlySpan<Operand> operands)
    {
        if (path.Document.IsNested)
        {
            throw TablesErrors.Invalid("KeyConditionExpressions cannot have conditions on nested attributes");
        }

        var values = new List<AttributeValue>();
        foreach (var operand in operands)
        {
            values.Add(operand switch
            {
                Operand.Literal literal => literal.Value,
                Operand.Path => throw SeveralNames(),
                _ => throw TablesErrors.Invalid("KeyConditionExpressions cannot contain nested operations"),
            });
        }

        if (found.Any(earlier => earlier.Name == path.Document.Attribute))
        {
            throw TablesErrors.Invalid("KeyConditionExpressions must only contain one condition per key");
        }

        found.Add(new LegacyCondition(path.Document.Attribute, name, values));
    }

    private static TablesException NotForKeys(string name) => TablesErrors.Invalid($"Invalid operator used in KeyConditionExpression: {name}");

    private static TablesException SeveralNames() =>
        TablesErrors.Invalid("Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition");
}
