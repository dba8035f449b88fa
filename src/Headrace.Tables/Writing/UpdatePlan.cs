using Headrace.Tables.Expressions;
using Headrace.Tables.Schema;
using Headrace.Tables.Values;

namespace Headrace.Tables.Writing;

/// <summary>What UpdateItem does to an item: an expression, the older AttributeUpdates, or nothing at all.</summary>
public sealed class UpdatePlan
{
    private readonly Func<Dictionary<string, AttributeValue>, Dictionary<string, AttributeValue>> _apply;
    private readonly IReadOnlyList<(DocumentPath Target, AttributeType? Literal)> _targets;

    private UpdatePlan(
        Func<Dictionary<string, AttributeValue>, Dictionary<string, AttributeValue>> apply, IReadOnlyList<(DocumentPath Target, AttributeType? Literal)> targets) =>
        (_apply, _targets) = (apply, targets);

    /// <summary>Makes the item if it is not there, and otherwise leaves it as it is.</summary>
    public static UpdatePlan Nothing { get; } = new(static item => item, []);

    /// <summary>The parts that UPDATED_OLD and UPDATED_NEW return.</summary>
    public Projection Touched => new([.. _targets.Select(static target => target.Target)]);

    public static UpdatePlan Of(Update update) => new(
        item => UpdateEvaluator.Apply(update, item),
        [.. update.Actions.Select(static action => (action.Target, action is UpdateAction.Set { Value: Operand.Literal literal } ? literal.Value.Type : (AttributeType?)null))]);

    public static UpdatePlan Of(IReadOnlyList<Legacy.AttributeUpdate> updates) => new(
        item => Legacy.AttributeUpdate.Apply(updates, item),
        [.. updates.Select(static update => (DocumentPath.Of(update.Name), update.Value?.Type))]);

    internal Dictionary<string, AttributeValue> Apply(Dictionary<string, AttributeValue> item) => _apply(item);

    /// <summary>The primary key cannot change, and index keys keep their types.</summary>
    /// <exception cref="TablesException">ValidationException.</exception>
    internal void Check(Table table)
    {
        foreach (var field in table.Key.Fields)
        {
            if (_targets.Any(target => target.Target.Attribute == field.Name))
            {
                throw TablesErrors.InvalidParameter($"Cannot update attribute {field.Name}. This attribute is part of the key");
            }
        }

        foreach (var index in table.Indexes)
        {
            foreach (var field in index.Key.Fields)
            {
                foreach (var (target, literal) in _targets)
                {
                    if (target.Attribute != field.Name)
                    {
                        continue;
                    }

                    if (target.IsNested)
                    {
                        throw TablesErrors.Invalid($"Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: {field.Name}");
                    }

                    if (literal is { } type && type != field.Type)
                    {
                        throw TablesErrors.InvalidParameter(
                            $"Type mismatch for Index Key {field.Name} Expected: {field.Type} Actual: {type} IndexName: {index.Definition.Name}");
                    }
                }
            }
        }
    }
}
