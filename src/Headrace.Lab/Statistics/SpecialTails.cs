using MathNet.Numerics;

namespace Headrace.Lab.Statistics;

/// <summary>Probabilities far out in the tail, by the regularised incomplete beta function: 1 − CDF would be noise below 1e-16.</summary>
internal static class SpecialTails
{
    /// <summary>P(|T| ≥ |t|) of Student's distribution.</summary>
    public static double StudentTwoSided(double t, double degrees) => SpecialFunctions.BetaRegularized(degrees / 2, 0.5, degrees / (degrees + (t * t)));

    /// <summary>P(F ≥ f) of Fisher and Snedecor's distribution.</summary>
    public static double FisherUpper(double f, double between, double within) =>
        SpecialFunctions.BetaRegularized(within / 2, between / 2, within / (within + (between * f)));
}
