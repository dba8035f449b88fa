namespace Headrace.Lab.Statistics;

/// <summary>One-way analysis of variance: do the levels' means differ by more than chance?</summary>
/// <param name="F">Infinite when nothing varies within the levels.</param>
/// <param name="EtaSquared">Effect size: the share of the variance that lies between the levels.</param>
public sealed record Anova(double F, int DegreesBetween, int DegreesWithin, double P, double EtaSquared)
{
    /// <summary>Null: fewer than two samples, none with two values, or nothing varies at all.</summary>
    internal static Anova? Of(IReadOnlyList<Sample> samples)
    {
        var count = samples.Sum(sample => sample.Count);
        var (between, within) = (samples.Count - 1, (int)(count - samples.Count));
        if (between < 1 || within < 1)
        {
            return null;
        }

        var mean = samples.Sum(sample => sample.Count * sample.Mean) / count;
        var squaresBetween = samples.Sum(sample => sample.Count * Math.Pow(sample.Mean - mean, 2));
        var squaresWithin = samples.Where(sample => sample.Count > 1).Sum(sample => (sample.Count - 1) * sample.Variance);
        if (squaresBetween + squaresWithin == 0)
        {
            return null;
        }

        var f = squaresBetween / between / (squaresWithin / within);
        return new(f, between, within, SpecialTails.FisherUpper(f, between, within), squaresBetween / (squaresBetween + squaresWithin));
    }
}
