namespace Headrace.Apis.Templates;

/// <summary>A mapping template that is none, or that asks for what this engine does not do.</summary>
/// <param name="isSyntax">False: it is Velocity, but a part of it that is not implemented.</param>
public sealed class TemplateException(string message, bool isSyntax) : Exception(message)
{
    public bool IsSyntax { get; } = isSyntax;
}
