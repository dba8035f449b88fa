using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Headrace.Lab.Statistics;

/// <summary>The Universal Scalability Law with its parameters, none negative, and how they are found.</summary>
internal readonly record struct ScalabilityLaw(double Lambda, double Sigma, double Kappa)
{
    private const int Rounds = 200;

    public double PeakConcurrency => Kappa > 0 ? Math.Max(1, Math.Sqrt(Math.Max(0, 1 - Sigma) / Kappa)) : double.PositiveInfinity;

    public double PeakThroughput => Kappa > 0 ? At(PeakConcurrency) : Sigma > 0 ? Lambda / Sigma : double.PositiveInfinity;

    public double At(double concurrency) => Lambda * concurrency / Denominator(concurrency);

    /// <summary>Least squares of throughput. A parameter that wants to be negative is fixed at 0: of the four ways to fix some, the best that is allowed.</summary>
    public static ScalabilityLaw Fit((double Concurrency, double Throughput)[] points)
    {
        var best = Descend(points, sigma: false, kappa: false);
        foreach (var (sigma, kappa) in new[] { (true, false), (false, true), (true, true) })
        {
            var law = Descend(points, sigma, kappa);
            best = law is { Sigma: >= 0, Kappa: >= 0, Lambda: > 0 } && law.SquaresOf(points) < best.SquaresOf(points) * (1 - 1e-9) ? law : best;
        }

        return best;
    }

    /// <summary>95 % confidence by the curvature at the minimum: Student's with points − 3 degrees of freedom.</summary>
    public (Interval Sigma, Interval Kappa) Intervals((double Concurrency, double Throughput)[] points)
    {
        var degrees = points.Length - 3;
        if (degrees < 1)
        {
            return (Interval.Unknown, Interval.Unknown);
        }

        var jacobian = JacobianOf(points, sigma: true, kappa: true);
        var covariance = jacobian.TransposeThisAndMultiply(jacobian).Inverse() * (SquaresOf(points) / degrees);
        var t = StudentT.InvCDF(0, 1, degrees, 0.975);
        return (Around(Sigma, covariance[1, 1]), Around(Kappa, covariance[2, 2]));

        Interval Around(double value, double variance) => new(Math.Max(0, value - (t * Math.Sqrt(variance))), value + (t * Math.Sqrt(variance)));
    }

    /// <summary>Levenberg and Marquardt's steps from the start that the linear form N/X = (1 + σ(N − 1) + κN(N − 1))/λ gives.</summary>
    private static ScalabilityLaw Descend((double Concurrency, double Throughput)[] points, bool sigma, bool kappa)
    {
        var law = Linear(points, sigma, kappa);
        var damping = 1e-3;
        for (var round = 0; round < Rounds && damping < 1e12; round++)
        {
            var current = law;
            var jacobian = law.JacobianOf(points, sigma, kappa);
            var residuals = Vector<double>.Build.Dense([.. points.Select(point => point.Throughput - current.At(point.Concurrency))]);
            var normal = jacobian.TransposeThisAndMultiply(jacobian);
            normal.SetDiagonal(normal.Diagonal() * (1 + damping));
            var next = law.Moved(normal.Solve(jacobian.TransposeThisAndMultiply(residuals)), sigma, kappa);
            var (before, after) = (law.SquaresOf(points), next.SquaresOf(points));
            if (!(after <= before))
            {
                damping *= 10;
                continue;
            }

            (law, damping) = (next, damping / 10);
            if (before - after <= 1e-15 * before)
            {
                break;
            }
        }

        return law;
    }

    private static ScalabilityLaw Linear((double Concurrency, double Throughput)[] points, bool sigma, bool kappa)
    {
        var terms = Matrix<double>.Build.DenseOfRowArrays(points.Select(point => Columns(1, point.Concurrency - 1, point.Concurrency * (point.Concurrency - 1), sigma, kappa)));
        var solved = terms.Svd().Solve(Vector<double>.Build.Dense([.. points.Select(point => point.Concurrency / point.Throughput)]));
        var lambda = solved[0] > 0 ? 1 / solved[0] : points.Max(point => point.Throughput / point.Concurrency);
        return new ScalabilityLaw(lambda, 0, 0).Moved(Vector<double>.Build.Dense([0, .. solved.Skip(1).Select(value => Math.Max(0, value * lambda))]), sigma, kappa);
    }

    private Matrix<double> JacobianOf((double Concurrency, double Throughput)[] points, bool sigma, bool kappa)
    {
        var law = this;
        return Matrix<double>.Build.DenseOfRowArrays(points.Select(point =>
        {
            var (concurrency, denominator) = (point.Concurrency, law.Denominator(point.Concurrency));
            var slope = -law.Lambda * concurrency * (concurrency - 1) / (denominator * denominator);
            return Columns(concurrency / denominator, slope, slope * concurrency, sigma, kappa);
        }));
    }

    private static double[] Columns(double lambda, double sigma, double kappa, bool withSigma, bool withKappa) =>
        [lambda, .. withSigma ? [sigma] : Array.Empty<double>(), .. withKappa ? [kappa] : Array.Empty<double>()];

    private ScalabilityLaw Moved(Vector<double> step, bool sigma, bool kappa) =>
        new(Lambda + step[0], sigma ? Sigma + step[1] : 0, kappa ? Kappa + step[^1] : 0);

    private double Denominator(double concurrency) => 1 + (Sigma * (concurrency - 1)) + (Kappa * concurrency * (concurrency - 1));

    private double SquaresOf((double Concurrency, double Throughput)[] points)
    {
        var law = this;
        return points.Sum(point => Math.Pow(point.Throughput - law.At(point.Concurrency), 2));
    }
}
