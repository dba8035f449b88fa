namespace Headrace.Apis.Templates;

/// <summary>A rendering's variables, and how often its loops have turned: one within another multiply.</summary>
internal sealed class TemplateScope(IDictionary<string, object?> variables) : Dictionary<string, object?>(variables, StringComparer.Ordinal)
{
    private const int MostTurns = 100_000;

    private int _turns;

    /// <exception cref="TemplateException">Often enough.</exception>
    public void Turn()
    {
        if (++_turns > MostTurns)
        {
            throw new TemplateException("Loops that turn too often", isSyntax: true);
        }
    }
}
