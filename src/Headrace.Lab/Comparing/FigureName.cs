using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

/// <summary>What is compared: <c>p95</c>, <c>duration.mean</c>, <c>queue-age.p99[level=50]</c>, <c>p95[cold]</c>, <c>errors</c>, <c>throughput[level=300]</c>.</summary>
/// <param name="Measure">Null: of the run itself, not of a measure.</param>
/// <param name="Statistic"><c>mean</c>, <c>p50</c>, <c>p90</c>, <c>p95</c>, <c>p99</c>, <c>p99.9</c>, <c>max</c>; <c>errors</c>, <c>throughput</c>, <c>cold</c> of a run.</param>
/// <param name="Group">As <see cref="Distribution.Group"/>.</param>
public readonly record struct FigureName(Measure? Measure, string Statistic, string Group, Population Population)
{
    public static readonly IReadOnlyList<string> OfMeasures = ["mean", "p50", "p90", "p95", "p99", "p99.9", "max"];

    /// <summary>Succeeded per second, of the run or a level; which share of the items did not succeed; which share of those that say was cold.</summary>
    public static readonly IReadOnlyList<string> OfRuns = ["throughput", "errors", "cold"];

    public static readonly IReadOnlyList<string> Measures = [.. Enum.GetValues<Measure>().Select(NameOf)];

    public FigureUnit Unit => Measure switch
    {
        Statistics.Measure.MaxMemoryUsed => FigureUnit.Megabytes,
        Statistics.Measure.Cost => FigureUnit.Dollars,
        not null => FigureUnit.Milliseconds,
        null => Statistic == "throughput" ? FigureUnit.PerSecond : FigureUnit.Share,
    };

    public bool MoreIsBetter => Statistic == "throughput";

    public override string ToString()
    {
        var figure = Measure is { } measure and not Statistics.Measure.Response ? $"{NameOf(measure)}.{Statistic}" : Statistic;
        string[] scope = [.. Group.Length > 0 ? [Group] : Array.Empty<string>(), .. Population != Population.All ? [Figures.NameOf(Population)] : Array.Empty<string>()];
        return scope.Length == 0 ? figure : $"{figure}[{string.Join(", ", scope)}]";
    }

    public static string NameOf(Measure measure) => measure == Statistics.Measure.MaxMemoryUsed ? "memory" : Figures.NameOf(measure).Replace(' ', '-');
}
