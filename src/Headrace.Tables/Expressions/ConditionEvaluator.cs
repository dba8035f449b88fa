using System.Text;
using Headrace.Tables.Values;

namespace Headrace.Tables.Expressions;

/// <summary>Holds an item against a condition.</summary>
public static class ConditionEvaluator
{
    public static bool Holds(Condition condition, Dictionary<string, AttributeValue> item) => condition switch
    {
        Condition.And and => Holds(and.Left, item) && Holds(and.Right, item),
        Condition.Or or => Holds(or.Left, item) || Holds(or.Right, item),
        Condition.Not not => !Holds(not.Inner, item),
        Condition.Comparison comparison => Compare(comparison.Operator, Value(comparison.Left, item), Value(comparison.Right, item)),
        Condition.Between between => Value(between.Value, item) is { } value
            && Compare(Comparator.GreaterOrEqual, value, Value(between.Low, item)) && Compare(Comparator.LessOrEqual, value, Value(between.High, item)),
        Condition.In oneOf => Value(oneOf.Value, item) is { } value && oneOf.Candidates.Any(candidate => value.Equals(Value(candidate, item))),
        Condition.AttributeExists exists => exists.Document.Find(item) is not null,
        Condition.AttributeNotExists absent => absent.Document.Find(item) is null,
        Condition.AttributeTypeIs typed => Value(typed.Value, item) is { } value && Value(typed.Type, item) is { Type: AttributeType.S } name
            && value.Type.ToString() == name.String,
        Condition.BeginsWith begins => BeginsWith(Value(begins.Value, item), Value(begins.Prefix, item)),
        Condition.Contains contains => Contains(Value(contains.Value, item), Value(contains.Part, item)),
        _ => throw new InvalidOperationException("An expression with a fault was let through."),
    };

    /// <summary>What an operand of a condition stands for; null when the item does not have it.</summary>
    public static AttributeValue? Value(Operand operand, Dictionary<string, AttributeValue> item) => operand switch
    {
        Operand.Literal literal => literal.Value,
        Operand.Path path => path.Document.Find(item),
        Operand.Size size => SizeOf(Value(size.Of, item)),
        _ => throw new InvalidOperationException("An operand of updates stands in a condition."),
    };

    /// <summary>An absent value equals nothing and differs from everything.</summary>
    public static bool Compare(Comparator comparator, AttributeValue? left, AttributeValue? right)
    {
        if (comparator is Comparator.Equal or Comparator.NotEqual)
        {
            return (left is not null && left.Equals(right)) == (comparator == Comparator.Equal);
        }

        return left is not null && right is not null && left.CompareWith(right) is { } order && comparator switch
        {
            Comparator.Less => order < 0,
            Comparator.LessOrEqual => order <= 0,
            Comparator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    public static bool BeginsWith(AttributeValue? value, AttributeValue? prefix) => (value?.Type, prefix?.Type) switch
    {
        (AttributeType.S, AttributeType.S) => value!.String.StartsWith(prefix!.String, StringComparison.Ordinal),
        (AttributeType.B, AttributeType.B) => value!.Binary.AsSpan().StartsWith(prefix!.Binary),
        _ => false,
    };

    public static bool Contains(AttributeValue? value, AttributeValue? part) => (value?.Type, part?.Type) switch
    {
        (null, _) or (_, null) => false,
        (AttributeType.S, AttributeType.S) => value.String.Contains(part.String, StringComparison.Ordinal),
        (AttributeType.B, AttributeType.B) => value.Binary.AsSpan().IndexOf(part.Binary) >= 0,
        (AttributeType.SS, AttributeType.S) => value.Strings.Contains(part.String),
        (AttributeType.NS, AttributeType.N) => value.Numbers.Contains(part.Number),
        (AttributeType.BS, AttributeType.B) => value.Binaries.Contains(part.Binary, BytesComparer.Instance),
        (AttributeType.L, _) => value.List.Contains(part),
        _ => false,
    };

    private static AttributeValue? SizeOf(AttributeValue? value)
    {
        int? size = value?.Type switch
        {
            AttributeType.S => Encoding.UTF8.GetByteCount(value.String),
            AttributeType.B => value.Binary.Length,
            AttributeType.SS => value.Strings.Count,
            AttributeType.NS => value.Numbers.Count,
            AttributeType.BS => value.Binaries.Count,
            AttributeType.L => value.List.Count,
            AttributeType.M => value.Map.Count,
            _ => null,
        };
        return size is { } known ? AttributeValue.Of(DynamoNumber.Of(known)) : null;
    }
}
