using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Statistics;

public sealed class ScalingFitTests
{
    [Fact]
    public void A_curve_without_error_is_found_again()
    {
        var law = new ScalabilityLaw(120, 0.03, 0.0004);
        var fit = ScalingFit.Of(new[] { 1.0, 4, 16, 32, 64, 128 }.Select(n => (n, law.At(n))))!;

        Assert.Equal((120, 0.03, 0.0004), (Math.Round(fit.Lambda, 6), Math.Round(fit.Sigma, 9), Math.Round(fit.Kappa, 11)));
        Assert.Equal(Math.Sqrt(0.97 / 0.0004), fit.PeakConcurrency, 1e-4);
        Assert.Equal(1, fit.RSquared, 1e-12);
        Assert.InRange(fit.RelativeError, 0, 1e-9);
        Assert.StartsWith("Throughput peaks at", fit.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peak_beyond_what_was_measured_is_called_an_extrapolation()
    {
        var law = new ScalabilityLaw(120, 0.03, 0.000004);
        var fit = ScalingFit.Of(new[] { 1.0, 4, 16, 32 }.Select(n => (n, law.At(n))))!;

        Assert.Contains("an extrapolation", fit.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Straight_lines_and_flat_ones_have_no_peak(double exponent)
    {
        var fit = ScalingFit.Of(new[] { 1.0, 10, 100, 300 }.Select(n => (n, 5 * Math.Pow(n, exponent))))!;

        Assert.Equal(0, fit.Kappa, 1e-9);
        Assert.Equal(1 - exponent, fit.Sigma, 1e-6);
        Assert.Contains(exponent == 0 ? "does not grow" : "in proportion", fit.Sentence, StringComparison.Ordinal);
        Assert.Equal(exponent == 0, double.IsNaN(fit.RSquared));
    }

    [Fact]
    public void Three_points_are_met_and_have_no_error_to_state()
    {
        var fit = ScalingFit.Of([(1, 10), (10, 60), (100, 90)])!;

        Assert.Equal(0, fit.RelativeError, 1e-6);
        Assert.Equal((Interval.Unknown, Interval.Unknown), (fit.SigmaInterval, fit.KappaInterval));
        Assert.Contains("three points determine it", fit.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_than_three_concurrencies_are_not_fitted()
    {
        Assert.Null(ScalingFit.Of([]));
        Assert.Null(ScalingFit.Of([(10, 5), (10, 6), (10, 7), (20, 9)]));
        Assert.Null(ScalingFit.Of([(1, 5), (10, double.NaN), (20, 0), (30, 9)]));
    }
}
