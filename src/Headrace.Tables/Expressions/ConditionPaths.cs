namespace Headrace.Tables.Expressions;

/// <summary>Which parts of an item a condition looks at.</summary>
internal static class ConditionPaths
{
    public static IEnumerable<DocumentPath> Of(Condition condition) => condition switch
    {
        Condition.And and => Of(and.Left).Concat(Of(and.Right)),
        Condition.Or or => Of(or.Left).Concat(Of(or.Right)),
        Condition.Not not => Of(not.Inner),
        Condition.Comparison comparison => Of(comparison.Left, comparison.Right),
        Condition.Between between => Of(between.Value, between.Low, between.High),
        Condition.In oneOf => Of([oneOf.Value, .. oneOf.Candidates]),
        Condition.AttributeExists exists => [exists.Document],
        Condition.AttributeNotExists absent => [absent.Document],
        Condition.AttributeTypeIs typed => Of(typed.Value, typed.Type),
        Condition.BeginsWith begins => Of(begins.Value, begins.Prefix),
        Condition.Contains contains => Of(contains.Value, contains.Part),
        _ => [],
    };

    private static IEnumerable<DocumentPath> Of(params Operand[] operands) => operands.SelectMany(static operand => operand switch
    {
        Operand.Path path => [path.Document],
        Operand.Size size => Of(size.Of),
        _ => Enumerable.Empty<DocumentPath>(),
    });
}
