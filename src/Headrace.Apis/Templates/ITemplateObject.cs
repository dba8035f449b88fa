namespace Headrace.Apis.Templates;

/// <summary>Something with methods that a template may call: <c>$input</c>, <c>$util</c>.</summary>
public interface ITemplateObject
{
    object? Call(string method, IReadOnlyList<object?> arguments);

    object? Member(string name);
}
