namespace Headrace.Tables.Expressions;

/// <summary>An expression that cannot be read.</summary>
internal sealed class SyntaxException(string message) : Exception(message);
