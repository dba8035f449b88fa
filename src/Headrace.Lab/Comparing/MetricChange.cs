using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

/// <summary>One figure in both runs.</summary>
/// <param name="Metric">As a <c>--fail-if</c> names it.</param>
/// <param name="Difference">B − A, in the unit.</param>
/// <param name="Change">B/A − 1; not a number when A is 0.</param>
/// <param name="Note">Why it could not be tested; else empty.</param>
public sealed record MetricChange(
    string Metric, FigureUnit Unit, double A, double B, double Difference, Interval DifferenceInterval, double Change, Interval ChangeInterval, Verdict Verdict, string Note)
{
    /// <summary>Is it more than chance, by its 95 % interval? Null: not tested.</summary>
    internal bool? IsCertain => Verdict == Verdict.Untested ? null : DifferenceInterval.Low > 0 || DifferenceInterval.High < 0;

    internal static MetricChange Of(FigureName name, Estimate a, Estimate b, double margin)
    {
        var difference = b.Value - a.Value;
        var change = a.Value > 0 ? (b.Value / a.Value) - 1 : a.Value == b.Value ? 0 : double.NaN;
        var same = a.Fingerprint == b.Fingerprint && difference == 0;
        var (differences, changes) = same ? (new Interval(0, 0), new Interval(0, 0)) : Intervals(a.Replicates, b.Replicates);
        var tested = double.IsFinite(differences.Low);

        // A share is compared in points, and so is what was nothing before: the margin then is that of the larger of both.
        var (moved, low, high) = double.IsFinite(change) && double.IsFinite(changes.Low) && name.Unit != FigureUnit.Share
            ? (change, changes.Low, changes.High)
            : name.Unit == FigureUnit.Share ? (difference, differences.Low, differences.High)
            : (Relative(difference), Relative(differences.Low), Relative(differences.High));
        var verdict = !tested ? Verdict.Untested
            : low >= -margin && high <= margin ? Verdict.NoChange
            : low <= 0 && high >= 0 ? Verdict.Unclear
            : Math.Abs(moved) <= margin ? Verdict.NoChange
            : moved > 0 == name.MoreIsBetter ? Verdict.Better : Verdict.Worse;
        return new(name.ToString(), name.Unit, a.Value, b.Value, difference, differences, change, changes, verdict, tested ? "" : a.Note.Length > 0 ? a.Note : b.Note);

        double Relative(double value) => value / Math.Max(Math.Abs(a.Value), Math.Abs(b.Value));
    }

    private static (Interval Difference, Interval Change) Intervals(double[]? a, double[]? b)
    {
        if (a is null || b is null)
        {
            return (Interval.Unknown, Interval.Unknown);
        }

        return (Middle([.. a.Zip(b, (before, after) => after - before)]), Array.Exists(a, value => value <= 0) ? Interval.Unknown : Middle([.. a.Zip(b, (before, after) => (after / before) - 1)]));
    }

    private static Interval Middle(double[] values)
    {
        Array.Sort(values);
        return new(Percentile.Of(values, 2.5), Percentile.Of(values, 97.5));
    }
}
