using Headrace.Tables.Expressions;
using Headrace.Tables.Values;

namespace Headrace.Tables.Legacy;

/// <summary>A condition of Expected, KeyConditions, QueryFilter or ScanFilter, the parameters that expressions have replaced.</summary>
/// <remarks>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.Conditions.html</remarks>
public sealed record LegacyCondition(string Name, string Operator, IReadOnlyList<AttributeValue> Values)
{
    /// <summary>The right number of values, of types that the operator takes.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    public void Check()
    {
        CheckCount();
        CheckSameType();
        foreach (var value in Values)
        {
            if (!Accepts(value.Type))
            {
                throw TablesErrors.InvalidParameter($"ComparisonOperator {Operator} is not valid for {value.Type} AttributeValue type");
            }
        }

        CheckBounds();
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    public void CheckCount()
    {
        var isRight = Operator switch
        {
            "NULL" or "NOT_NULL" => Values.Count == 0,
            "IN" => Values.Count > 0,
            "BETWEEN" => Values.Count == 2,
            _ => Values.Count == 1,
        };
        if (!isRight)
        {
            throw TablesErrors.InvalidParameter($"Invalid number of argument(s) for the {Operator} ComparisonOperator");
        }
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    public void CheckSameType()
    {
        if (Values.Any(value => value.Type != Values[0].Type))
        {
            throw TablesErrors.InvalidParameter("AttributeValues inside AttributeValueList must be of same type");
        }
    }

    /// <exception cref="TablesException">ValidationException.</exception>
    public void CheckBounds()
    {
        if (Operator == "BETWEEN" && Values[0].CompareWith(Values[1]) > 0)
        {
            throw TablesErrors.Invalid("The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
        }
    }

    public Condition ToCondition()
    {
        var document = DocumentPath.Of(Name);
        var path = new Operand.Path(document);
        Operand[] operands = [.. Values.Select(static value => new Operand.Literal(value))];
        return Operator switch
        {
            "NULL" => new Condition.AttributeNotExists(document),
            "NOT_NULL" => new Condition.AttributeExists(document),
            "NE" => new Condition.Comparison(Comparator.NotEqual, path, operands[0]),
            "LT" => new Condition.Comparison(Comparator.Less, path, operands[0]),
            "LE" => new Condition.Comparison(Comparator.LessOrEqual, path, operands[0]),
            "GT" => new Condition.Comparison(Comparator.Greater, path, operands[0]),
            "GE" => new Condition.Comparison(Comparator.GreaterOrEqual, path, operands[0]),
            "BETWEEN" => new Condition.Between(path, operands[0], operands[1]),
            "IN" => new Condition.In(path, operands),
            "BEGINS_WITH" => new Condition.BeginsWith(path, operands[0]),
            "CONTAINS" => new Condition.Contains(path, operands[0]),
            "NOT_CONTAINS" => new Condition.Not(new Condition.Contains(path, operands[0])),
            _ => new Condition.Comparison(Comparator.Equal, path, operands[0]),
        };
    }

    /// <summary>All of them, or any of them; null when there is none.</summary>
    public static Condition? Combine(IEnumerable<LegacyCondition> conditions, bool any)
    {
        Condition? combined = null;
        foreach (var condition in conditions)
        {
            var next = condition.ToCondition();
            combined = combined is null ? next : any ? new Condition.Or(combined, next) : new Condition.And(combined, next);
        }

        return combined;
    }

    private bool Accepts(AttributeType type) => Operator switch
    {
        "EQ" or "NE" => true,
        "BEGINS_WITH" => type is AttributeType.S or AttributeType.B,
        "LT" or "LE" or "GT" or "GE" or "BETWEEN" or "CONTAINS" or "NOT_CONTAINS" or "IN" => type is AttributeType.S or AttributeType.N or AttributeType.B,
        _ => true,
    };
}
