namespace Headrace.Gateway.CloudWatch.Wire;

/// <summary>An answer, before a protocol has it: members in order, which are texts, numbers, truths, instants, lists and answers. Null ones are left out.</summary>
internal sealed class Answer : List<KeyValuePair<string, object?>>
{
    public void Add(string name, object? value)
    {
        if (value is not null)
        {
            Add(KeyValuePair.Create(name, (object?)value));
        }
    }

    public static IReadOnlyList<object> List<T>(IEnumerable<T> items)
        where T : notnull => [.. items.Select(item => (object)item)];
}
