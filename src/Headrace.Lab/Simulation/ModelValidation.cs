namespace Headrace.Lab.Simulation;

/// <summary>The model beside a measured run with the same limits.</summary>
/// <param name="Run">The measured run's name.</param>
/// <param name="Sentence">The errors in one sentence.</param>
public sealed record ModelValidation(string Run, IReadOnlyList<ValidationLevel> Levels, string Sentence)
{
    /// <summary>What other programs took of the machine's processors while it was measured, in cores; null: unknown.</summary>
    public double? OtherCores { get; init; }
}

/// <param name="Sites">At once.</param>
/// <param name="Distance">Kolmogorov's: the largest difference between the two distributions of response, 0 to 1.</param>
/// <param name="Quantiles">Response at 1 %, 2 % … 99 %, 100 %: one line against the other, or a Q–Q picture.</param>
public sealed record ValidationLevel(int Sites, IReadOnlyList<ValidatedFigure> Figures, double Distance, IReadOnlyList<QuantilePair> Quantiles)
{
    /// <summary>Of a sweep; empty: there is none.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The figure of that name; without one, not a number.</summary>
    public ValidatedFigure Of(string name) => Figures.FirstOrDefault(figure => figure.Name == name) ?? new ValidatedFigure(name, "", double.NaN, double.NaN);
}

/// <param name="Name"><c>p50</c>, <c>p95</c>, <c>p99</c>, <c>max</c> (of a repetition, on average), <c>throughput</c>, <c>cold starts</c>, <c>succeeded</c>, <c>throttled</c>.</param>
/// <param name="Unit"><c>ms</c>, <c>1/s</c>, <c>%</c>.</param>
public sealed record ValidatedFigure(string Name, string Unit, double Measured, double Predicted)
{
    /// <summary>Of the measured; not a number where that is nothing.</summary>
    public double RelativeError => Measured == 0 ? double.NaN : (Predicted - Measured) / Measured;
}

/// <param name="Share">0 to 1.</param>
/// <param name="Measured">Milliseconds.</param>
/// <param name="Predicted">Milliseconds.</param>
public sealed record QuantilePair(double Share, double Measured, double Predicted);
