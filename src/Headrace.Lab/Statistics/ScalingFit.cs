namespace Headrace.Lab.Statistics;

/// <summary>
/// The Universal Scalability Law, X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), fitted by least squares (Gunther, Guerrilla Capacity Planning, 2007).
/// </summary>
/// <param name="Lambda">Throughput at one, items per second.</param>
/// <param name="Sigma">Contention.</param>
/// <param name="Kappa">Coherency.</param>
/// <param name="PeakConcurrency">√((1 − σ)/κ); infinite without coherency cost.</param>
/// <param name="RelativeError">Root mean square of (fit − measured) / measured.</param>
/// <param name="Sentence">What the fit says, and how surely.</param>
public sealed record ScalingFit(
    double Lambda, double Sigma, double Kappa, double PeakConcurrency, double PeakThroughput, double RSquared, double RelativeError,
    Interval SigmaInterval, Interval KappaInterval, IReadOnlyList<ScalingPoint> Points, string Sentence);
