using MathNet.Numerics;
using MathNet.Numerics.LinearRegression;
using MathNet.Numerics.Optimization;

namespace Headrace.Calibration.Rating;

/// <summary>Discharge by stage, Q = a(h − h0)^b (Rantz et al.: Measurement and Computation of Streamflow, USGS Water-Supply Paper 2175, 1982, chapter 10).</summary>
/// <param name="H0">Stage of zero flow.</param>
public sealed record RatingCurve(double A, double H0, double B)
{
    /// <summary>Shapes that occur: 1.3 to 1.8 at a section control, 2.5 and more in natural channels; far beyond them nothing was learnt.</summary>
    private const double MostCurved = 8;

    public double Discharge(double stage) => stage > H0 ? A * Math.Pow(stage - H0, B) : 0;

    /// <summary>
    /// Least squares of the logarithms, as errors of discharge are shares of it: for a given h0 a straight line through
    /// (ln(h − h0), ln Q), and the h0 below the lowest stage whose line fits best.
    /// </summary>
    /// <exception cref="CalibrationException">Too few pairs, or no curve of that form.</exception>
    public static RatingCurve Fit(IReadOnlyCollection<(double Stage, double Discharge)> pairs)
    {
        var flowing = pairs.Where(pair => pair.Discharge > 0).ToList();
        var (least, most) = flowing.Count == 0 ? (0, 0) : (flowing.Min(pair => pair.Stage), flowing.Max(pair => pair.Stage));
        if (flowing.Count < 3 || most <= least)
        {
            throw new CalibrationException($"A rating curve needs at least three pairs of different stage with discharge above zero; there are {flowing.Count}.");
        }

        // Searched by the distance below the lowest stage on a scale of ratios: near it a small step changes much.
        var range = most - least;
        double[] logarithms = [.. flowing.Select(pair => Math.Log(pair.Discharge))];
        var candidates = Enumerable.Range(0, 121).Select(step => range * Math.Pow(10, -4 + (step * 6 / 120.0))).ToArray();
        var best = candidates.MinBy(distance => Line(flowing, logarithms, least - distance).Error);
        var refined = Refine(distance => Line(flowing, logarithms, least - distance).Error, best, 1e-9 * range);
        var (error, intercept, slope) = Line(flowing, logarithms, least - refined);
        return double.IsFinite(error) && slope is > 0 and <= MostCurved
            ? new RatingCurve(Math.Exp(intercept), least - refined, slope)
            : throw new CalibrationException("The discharge does not rise with the stage as a rating curve a(h − h0)^b does.");
    }

    private static double Refine(Func<double, double> error, double around, double tolerance)
    {
        try
        {
            return FindMinimum.OfScalarFunctionConstrained(error, around / 1.2, around * 1.2, tolerance, 1000);
        }
        catch (OptimizationException)
        {
            // The error still falls at the end of what was searched: pairs that say little about h0.
            return around;
        }
    }

    private static (double Error, double Intercept, double Slope) Line(List<(double Stage, double Discharge)> pairs, double[] logarithms, double h0)
    {
        double[] stages = [.. pairs.Select(pair => Math.Log(pair.Stage - h0))];
        var (intercept, slope) = SimpleRegression.Fit(stages, logarithms);
        return (stages.Zip(logarithms, (stage, discharge) => Math.Pow(discharge - intercept - (slope * stage), 2)).Sum(), intercept, slope);
    }
}
