namespace Headrace.Lab.Comparing;

public enum LimitKind
{
    /// <summary><c>500ms</c>: of B itself.</summary>
    Value,

    /// <summary><c>+10%</c>: B/A − 1.</summary>
    Relative,

    /// <summary><c>+50ms</c>, <c>+0.5pp</c>: B − A.</summary>
    Difference,
}
