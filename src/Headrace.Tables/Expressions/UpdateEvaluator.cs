using Headrace.Tables.Values;

namespace Headrace.Tables.Expressions;

/// <summary>Makes the item that an update leaves behind. Every value on the right is read from the item as it was.</summary>
public static class UpdateEvaluator
{
    private const string WrongType = "An operand in the update expression has an incorrect data type";
    private const string InvalidPath = "The document path provided in the update expression is invalid for update";
    private const string MissingAttribute = "The provided expression refers to an attribute that does not exist in the item";

    /// <param name="item">Is not changed.</param>
    /// <exception cref="TablesException">ValidationException.</exception>
    public static Dictionary<string, AttributeValue> Apply(Update update, Dictionary<string, AttributeValue> item)
    {
        var values = update.Actions.Select(action => action is UpdateAction.Set set ? Evaluate(set.Value, item) : null).ToArray();
        var draft = new ItemDraft(item);
        for (var i = 0; i < values.Length; i++)
        {
            var action = update.Actions[i];
            switch (action)
            {
                case UpdateAction.Set:
                    Require(draft.Set(action.Target, values[i]!));
                    break;
                case UpdateAction.Remove:
                    Require(draft.Remove(action.Target));
                    break;
                case UpdateAction.Add add:
                    Require(draft.Set(action.Target, Sum(action.Target.Find(item), add.Value, WrongType)));
                    break;
                case UpdateAction.Delete delete:
                    if (action.Target.Find(item) is { } existing)
                    {
                        Require(Difference(existing, delete.Value, WrongType) is { } rest ? draft.Set(action.Target, rest) : draft.Remove(action.Target));
                    }

                    break;
            }
        }

        return draft.ToItem();
    }

    /// <summary>ADD: numbers are summed, sets united.</summary>
    internal static AttributeValue Sum(AttributeValue? existing, AttributeValue added, string wrongType)
    {
        if (existing is null)
        {
            return added;
        }

        if (existing.Type != added.Type)
        {
            throw TablesErrors.Invalid(wrongType);
        }

        return added.Type switch
        {
            AttributeType.N => Sum(existing.Number, added.Number),
            AttributeType.SS => AttributeValue.OfSet([.. existing.Strings.Union(added.Strings, StringComparer.Ordinal)]),
            AttributeType.NS => AttributeValue.OfSet([.. existing.Numbers.Union(added.Numbers)]),
            AttributeType.BS => AttributeValue.OfSet([.. existing.Binaries.Union(added.Binaries, BytesComparer.Instance)]),
            _ => throw TablesErrors.Invalid(wrongType),
        };
    }

    /// <summary>DELETE: what is left of a set; null when nothing is.</summary>
    internal static AttributeValue? Difference(AttributeValue existing, AttributeValue removed, string wrongType)
    {
        if (existing.Type != removed.Type)
        {
            throw TablesErrors.Invalid(wrongType);
        }

        switch (removed.Type)
        {
            case AttributeType.SS:
                string[] strings = [.. existing.Strings.Except(removed.Strings, StringComparer.Ordinal)];
                return strings.Length == 0 ? null : AttributeValue.OfSet(strings);
            case AttributeType.NS:
                DynamoNumber[] numbers = [.. existing.Numbers.Except(removed.Numbers)];
                return numbers.Length == 0 ? null : AttributeValue.OfSet(numbers);
            case AttributeType.BS:
                byte[][] binaries = [.. existing.Binaries.Except(removed.Binaries, BytesComparer.Instance)];
                return binaries.Length == 0 ? null : AttributeValue.OfSet(binaries);
            default:
                throw TablesErrors.Invalid(wrongType);
        }
    }

    private static AttributeValue Sum(DynamoNumber left, DynamoNumber right) =>
        left.TryAdd(right, out var sum) is var fault and not NumberFault.None ? throw TablesErrors.OfNumber(fault, "") : AttributeValue.Of(sum);

    private static AttributeValue Evaluate(Operand operand, Dictionary<string, AttributeValue> item)
    {
        switch (operand)
        {
            case Operand.Literal literal:
                return literal.Value;
            case Operand.Path path:
                return path.Document.Find(item) ?? throw TablesErrors.Invalid(MissingAttribute);
            case Operand.IfNotExists optional:
                return optional.Document.Find(item) ?? Evaluate(optional.Otherwise, item);
            case Operand.ListAppend append:
                var (first, second) = (Evaluate(append.First, item), Evaluate(append.Second, item));
                return first.Type == AttributeType.L && second.Type == AttributeType.L
                    ? AttributeValue.OfList([.. first.List, .. second.List])
                    : throw TablesErrors.Invalid(WrongType);
            case Operand.Sum sum:
                var (left, right) = (Evaluate(sum.Left, item), Evaluate(sum.Right, item));
                return left.Type == AttributeType.N && right.Type == AttributeType.N
                    ? Sum(left.Number, sum.IsDifference ? right.Number.Negated : right.Number)
                    : throw TablesErrors.Invalid(WrongType);
            default:
                throw new InvalidOperationException("An operand of conditions stands in an update.");
        }
    }

    private static void Require(bool found)
    {
        if (!found)
        {
            throw TablesErrors.Invalid(InvalidPath);
        }
    }
}
