namespace Headrace.Charts;

/// <param name="Title">What is measured.</param>
/// <param name="Unit">In what; null for a count or a share.</param>
public sealed record Axis(string Title, string? Unit = null)
{
    public AxisKind Kind { get; init; }

    /// <summary>Null: what the data need.</summary>
    public double? Minimum { get; init; }

    /// <summary>Null: what the data need.</summary>
    public double? Maximum { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];

    internal string Label => Unit is null ? Title : $"{Title} ({Unit})";

    public static Axis Time(string title) => new(title) { Kind = AxisKind.Time };

    public static Axis Of(string title, params IReadOnlyList<string> categories) => new(title) { Kind = AxisKind.Category, Categories = categories };
}
