using Headrace.Tables.Values;

namespace Headrace.Tables.Writing;

/// <summary>Documents lie in one another up to 32 levels deep, the attribute itself being the first.</summary>
internal static class ItemDepth
{
    private const int Deepest = 32;

    /// <exception cref="TablesException">ValidationException: an update has nested values too deeply.</exception>
    public static void Check(Dictionary<string, AttributeValue> item)
    {
        foreach (var value in item.Values)
        {
            if (!IsWithin(value, 1))
            {
                throw TablesErrors.Invalid("Nesting Levels have exceeded supported limits");
            }
        }
    }

    private static bool IsWithin(AttributeValue value, int level) => level <= Deepest && value.Type switch
    {
        AttributeType.L => value.List.All(element => IsWithin(element, level + 1)),
        AttributeType.M => value.Map.Values.All(member => IsWithin(member, level + 1)),
        _ => true,
    };
}
