using Headrace.Tables.Values;

namespace Headrace.Tables.Expressions;

/// <summary>ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its expressions have used.</summary>
public sealed class Placeholders
{
    private readonly IReadOnlyDictionary<string, string>? _names;
    private readonly IReadOnlyDictionary<string, AttributeValue>? _values;
    private readonly HashSet<string> _used = [];

    public Placeholders(IReadOnlyDictionary<string, string>? names, IReadOnlyDictionary<string, AttributeValue>? values) => (_names, _values) = (names, values);

    /// <exception cref="TablesException">A key that no expression could name.</exception>
    public static void CheckNames(IEnumerable<string> keys)
    {
        var any = false;
        foreach (var key in keys)
        {
            any = true;
            CheckKey("ExpressionAttributeNames", '#', key);
        }

        if (!any)
        {
            throw TablesErrors.Invalid("ExpressionAttributeNames must not be empty");
        }
    }

    /// <exception cref="TablesException">A key that no expression could name.</exception>
    public static void CheckValues(IEnumerable<string> keys)
    {
        var any = false;
        foreach (var key in keys)
        {
            any = true;
            CheckKey("ExpressionAttributeValues", ':', key);
        }

        if (!any)
        {
            throw TablesErrors.Invalid("ExpressionAttributeValues must not be empty");
        }
    }

    /// <exception cref="TablesException">Something was given that no expression asked for.</exception>
    public void CheckAllUsed()
    {
        CheckUsed("ExpressionAttributeNames", _names?.Keys);
        CheckUsed("ExpressionAttributeValues", _values?.Keys);
    }

    internal string? Name(string key)
    {
        _used.Add(key);
        return _names?.GetValueOrDefault(key);
    }

    internal AttributeValue? Value(string key)
    {
        _used.Add(key);
        return _values?.GetValueOrDefault(key);
    }

    private void CheckUsed(string parameter, IEnumerable<string>? keys)
    {
        var unused = keys?.Where(key => !_used.Contains(key)).ToArray() ?? [];
        if (unused.Length > 0)
        {
            throw TablesErrors.Invalid($"Value provided in {parameter} unused in expressions: keys: {{{string.Join(", ", unused)}}}");
        }
    }

    private static void CheckKey(string parameter, char mark, string key)
    {
        var isValid = key.Length > 1 && key[0] == mark;
        for (var i = 1; isValid && i < key.Length; i++)
        {
            isValid = char.IsAsciiLetterOrDigit(key[i]) || key[i] == '_';
        }

        if (!isValid)
        {
            throw TablesErrors.Invalid($"{parameter} contains invalid key: Syntax error; key: \"{key}\"");
        }
    }
}
