using FsCheck;
using FsCheck.Fluent;
using Headrace.Calibration.Rating;

namespace Headrace.Calibration.Tests.Rating;

public sealed class RatingCurveTests
{
    [Fact]
    public void A_curve_is_found_again_from_what_lies_on_it()
    {
        var curves =
            from a in Gen.Choose(1, 500)
            from h0 in Gen.Choose(-20, 20)
            from b in Gen.Choose(13, 35)
            select new RatingCurve(a / 10.0, h0 / 10.0, b / 10.0);
        Prop.ForAll(curves.ToArbitrary(), curve =>
        {
            var pairs = Enumerable.Range(1, 60).Select(n => curve.H0 + 0.2 + (n * 0.05)).Select(stage => (stage, curve.Discharge(stage))).ToList();
            var found = RatingCurve.Fit(pairs);
            Assert.Equal(curve.H0, found.H0, 0.01);
            Assert.Equal(curve.B, found.B, 0.02);
            Assert.All(pairs, pair => Assert.Equal(pair.Item2, found.Discharge(pair.stage), 0.005 * pair.Item2));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Below_the_stage_of_zero_flow_nothing_flows() => Assert.Equal(0, new RatingCurve(3, 1, 2).Discharge(0.5));

    [Fact]
    public void What_has_no_such_curve_is_refused()
    {
        Assert.Contains("at least three pairs", Assert.Throws<CalibrationException>(() => RatingCurve.Fit([(1, 2), (2, 3)])).Message, StringComparison.Ordinal);
        Assert.Contains("at least three pairs", Assert.Throws<CalibrationException>(() => RatingCurve.Fit([(1, 2), (1, 3), (1, 4)])).Message, StringComparison.Ordinal);
        Assert.Contains("does not rise", Assert.Throws<CalibrationException>(() => RatingCurve.Fit([(1, 9), (2, 6), (3, 4), (4, 2)])).Message, StringComparison.Ordinal);
    }
}
