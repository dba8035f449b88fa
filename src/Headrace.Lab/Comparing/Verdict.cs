namespace Headrace.Lab.Comparing;

public enum Verdict
{
    /// <summary>The interval lies within the margin, or wholly beside none with a change that does not matter.</summary>
    NoChange,

    /// <summary>More than chance, and more than the margin.</summary>
    Better,

    /// <summary>More than chance, and more than the margin.</summary>
    Worse,

    /// <summary>Chance alone could do it, but so could a change that matters: too few items, or too much noise.</summary>
    Unclear,

    /// <summary>Only the two figures are known.</summary>
    Untested,
}
