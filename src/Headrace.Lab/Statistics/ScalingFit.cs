using System.Globalization;

namespace Headrace.Lab.Statistics;

/// <summary>
/// The Universal Scalability Law, X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), fitted by least squares (Gunther, Guerrilla Capacity Planning, 2007).
/// </summary>
/// <param name="Lambda">Throughput at one, items per second.</param>
/// <param name="Sigma">Contention.</param>
/// <param name="Kappa">Coherency.</param>
/// <param name="PeakConcurrency">√((1 − σ)/κ), at least 1; infinite without coherency cost.</param>
/// <param name="PeakThroughput">At that concurrency; without coherency cost the limit λ/σ, infinite without contention either.</param>
/// <param name="RSquared">Not a number when all throughputs are equal.</param>
/// <param name="RelativeError">Root mean square of (fit − measured) / measured.</param>
/// <param name="SigmaInterval">95 % confidence, not below 0; unknown with three points, which the curve meets exactly.</param>
/// <param name="Sentence">What the fit says, and how surely.</param>
public sealed record ScalingFit(
    double Lambda, double Sigma, double Kappa, double PeakConcurrency, double PeakThroughput, double RSquared, double RelativeError,
    Interval SigmaInterval, Interval KappaInterval, IReadOnlyList<ScalingPoint> Points, string Sentence)
{
    /// <summary>Null: fewer than three concurrencies with a throughput.</summary>
    /// <param name="measured">Concurrency, at least 1, and throughput.</param>
    public static ScalingFit? Of(IEnumerable<(double Concurrency, double Throughput)> measured)
    {
        (double Concurrency, double Throughput)[] points = [.. measured.Where(point => point.Concurrency >= 1 && point.Throughput > 0 && double.IsFinite(point.Throughput)).Order()];
        if (points.DistinctBy(point => point.Concurrency).Count() < 3)
        {
            return null;
        }

        var law = ScalabilityLaw.Fit(points);
        var errors = points.Select(point => law.At(point.Concurrency) - point.Throughput).ToArray();
        var mean = points.Average(point => point.Throughput);
        var variation = points.Sum(point => Math.Pow(point.Throughput - mean, 2));
        var (sigma, kappa) = law.Intervals(points);
        var fit = new ScalingFit(
            law.Lambda, law.Sigma, law.Kappa, law.PeakConcurrency, law.PeakThroughput,
            variation > 0 ? 1 - (errors.Sum(error => error * error) / variation) : double.NaN,
            Math.Sqrt(points.Zip(errors, (point, error) => Math.Pow(error / point.Throughput, 2)).Average()),
            sigma, kappa, [.. points.Select(point => new ScalingPoint(point.Concurrency, point.Throughput, law.At(point.Concurrency)))], "");
        return fit with { Sentence = fit.Says() };
    }

    private string Says()
    {
        var largest = Points[^1].Concurrency;
        var shape = Kappa == 0 && Sigma < 1e-6 ? "Throughput grows in proportion to concurrency as far as was measured."
            : Kappa == 0 && Sigma >= 0.999 ? "Throughput does not grow with concurrency: something is served one at a time."
            : Kappa == 0 ? $"Throughput nears {Figures.Digits(PeakThroughput)} per second and shows no decline (σ = {Figures.Digits(Sigma)}, κ = 0)."
            : PeakConcurrency > largest ? $"Throughput would peak at {Figures.Digits(PeakThroughput)} per second at a concurrency of {Figures.Digits(PeakConcurrency)}, beyond the {Figures.Digits(largest)} that was measured: an extrapolation."
            : $"Throughput peaks at {Figures.Digits(PeakThroughput)} per second at a concurrency of {Figures.Digits(PeakConcurrency)} and falls after (σ = {Figures.Digits(Sigma)}, κ = {Figures.Digits(Kappa)}).";
        var error = string.Create(CultureInfo.InvariantCulture, $" The curve misses the measured points by {RelativeError * 100:0.0} % (root mean square)");
        return shape + error + (Points.Count <= 3
            ? ", and three points determine it: it has no error of its own to state."
            : $"; 95 % confidence: σ {Text(SigmaInterval)}, κ {Text(KappaInterval)}.");
    }

    private static string Text(Interval interval) => $"{Figures.Digits(interval.Low)} … {Figures.Digits(interval.High)}";
}
