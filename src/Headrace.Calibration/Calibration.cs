using Headrace.Calibration.Filtering;
using Headrace.Calibration.Forest;
using Headrace.Calibration.Joining;
using Headrace.Calibration.Rating;
using Headrace.Calibration.Scoring;

namespace Headrace.Calibration;

/// <summary>A forest that turns the water pixels of a site's ROIs into its stage, with what it was learnt from and how well it does.</summary>
public sealed class Calibration
{
    /// <summary>Fewer rows say nothing about a site.</summary>
    private const int FewestRows = 20;

    private Calibration(RandomForest forest, IReadOnlyList<CalibrationRow> rows, GaugeSeries gauge, CalibrationReport report) =>
        (Forest, Rows, Gauge, Report) = (forest, rows, gauge, report);

    public RandomForest Forest { get; }

    /// <summary>In order of time.</summary>
    public IReadOnlyList<CalibrationRow> Rows { get; }

    /// <summary>In the unit of the predictions.</summary>
    public GaugeSeries Gauge { get; }

    public CalibrationReport Report { get; }

    /// <exception cref="CalibrationException" />
    public static Calibration Run(CalibrationOptions options, CancellationToken cancellationToken)
    {
        var images = ImageCounts.Read(options.Counts, options.CountsColumns);
        var gauge = GaugeSeries.Read(options.Gauge, options.GaugeColumns with { Factor = LengthUnit.Metres(options.GaugeUnit) / LengthUnit.Metres(options.Unit) });
        var filter = PairFilter.Apply(images, gauge, options.Filter);
        if (filter.Pairs.Count < FewestRows)
        {
            throw new CalibrationException(
                $"{filter.Pairs.Count} of {images.Count} rows are left, too few to learn from ({FewestRows}): {string.Join(", ", filter.Steps.Where(step => step.Dropped > 0).Select(step => $"{step.Dropped} {step.Name}"))}.");
        }

        var isHeldOut = HeldOut.Choose(filter.Pairs.Count, options.HeldOutShare, options.Split, options.SplitSeed ?? options.Forest.Seed);
        var training = filter.Pairs.Where((_, row) => !isHeldOut[row]).ToList();
        var forest = RandomForest.Fit(SamplesOf(training), options.Forest, cancellationToken);
        var rows = Predict(forest, filter.Pairs, isHeldOut);
        var rating = options.Discharge is null ? null : Rate(options, gauge);
        var forestReport = new ForestReport(
            options.Forest.Trees, options.Forest.MaximumDepth, options.Forest.MinimumLeaf, options.Forest.MaximumFeatures, options.Forest.Seed, forest.Trees.Sum(tree => tree.Nodes.Count));
        return new Calibration(forest, rows, gauge, new CalibrationReport(
            options.Unit, images.Count, gauge.Readings.Count, gauge.WithoutValue, filter.Steps, rows.Count,
            options.Split == SplitKind.Random ? "random" : "latest", forestReport,
            Score.Of(rows.Where(row => !row.IsHeldOut).Select(row => (row.Pair.Stage, row.Predicted)))!,
            Score.Of(rows.Where(row => row.OutOfBag is not null).Select(row => (row.Pair.Stage, row.OutOfBag!.Value))),
            Score.Of(rows.Where(row => row.IsHeldOut).Select(row => (row.Pair.Stage, row.Predicted)))!,
            forest.Importances, rating));
    }

    private static Samples SamplesOf(List<Pair> pairs) =>
        new([.. pairs.SelectMany(pair => pair.Counts)], pairs[0].Counts.Length, [.. pairs.Select(pair => pair.Stage)]);

    private static List<CalibrationRow> Predict(RandomForest forest, IReadOnlyList<Pair> pairs, bool[] isHeldOut)
    {
        var rows = new List<CalibrationRow>(pairs.Count);
        var trained = 0;
        foreach (var (index, pair) in pairs.Index())
        {
            var outOfBag = isHeldOut[index] ? null : forest.OutOfBag?[trained++];
            rows.Add(new CalibrationRow(pair, isHeldOut[index], forest.Predict(pair.Counts), outOfBag));
        }

        return rows;
    }

    /// <summary>In the unit of stage and in m³/s.</summary>
    private static RatingReport Rate(CalibrationOptions options, GaugeSeries gauge)
    {
        var discharge = GaugeSeries.Read(options.Discharge!, options.DischargeColumns with { Factor = FlowUnit.CubicMetres(options.DischargeUnit) });
        var pairs = new List<(double Stage, double Discharge)>();
        foreach (var reading in discharge.Readings)
        {
            if (reading.Value > 0 && gauge.Nearest(reading.Clock, reading.Offset, options.Filter.Tolerance) is { } stage)
            {
                pairs.Add((stage.Value, reading.Value));
            }
        }

        var curve = RatingCurve.Fit(pairs);
        var score = Score.Of(pairs.Select(pair => (pair.Discharge, curve.Discharge(pair.Stage))))!;
        return new RatingReport(
            curve.A, curve.H0, curve.B, options.Unit, "m3/s", pairs.Count, score.R2, score.Rmse,
            pairs.Average(pair => Math.Abs(curve.Discharge(pair.Stage) - pair.Discharge) / pair.Discharge));
    }
}
