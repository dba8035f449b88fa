namespace Headrace.Lab.Statistics;

/// <summary>Welch's t-test of two levels: their variances may differ.</summary>
/// <param name="CorrectedP">Bonferroni's, at most 1.</param>
/// <param name="CohensD">Effect size: the difference in pooled standard deviations.</param>
public sealed record WelchTest(int A, int B, double T, double DegreesOfFreedom, double P, double CorrectedP, double CohensD)
{
    /// <param name="pairs">How many pairs are tested together.</param>
    /// <returns>Null: a sample of fewer than two, or neither varies.</returns>
    internal static WelchTest? Of(int a, in Sample first, int b, in Sample second, int pairs)
    {
        if (first.Count < 2 || second.Count < 2 || first.Variance + second.Variance == 0)
        {
            return null;
        }

        var (errorFirst, errorSecond) = (first.Variance / first.Count, second.Variance / second.Count);
        var t = (first.Mean - second.Mean) / Math.Sqrt(errorFirst + errorSecond);
        var degrees = Math.Pow(errorFirst + errorSecond, 2)
            / ((errorFirst * errorFirst / (first.Count - 1)) + (errorSecond * errorSecond / (second.Count - 1)));
        var p = SpecialTails.StudentTwoSided(t, degrees);
        var pooled = (((first.Count - 1) * first.Variance) + ((second.Count - 1) * second.Variance)) / (first.Count + second.Count - 2);
        return new(a, b, t, degrees, p, Math.Min(1, p * pairs), (first.Mean - second.Mean) / Math.Sqrt(pooled));
    }
}
