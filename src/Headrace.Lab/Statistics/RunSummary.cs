using Headrace.Lab.Costs;
using Headrace.Lab.Records;
using Headrace.Lab.Simulation;

namespace Headrace.Lab.Statistics;

/// <summary>What a run says, in numbers: <c>summary.json</c>, and all that the report draws but the single items. Warm-up is left out.</summary>
public sealed record RunSummary
{
    public required RunManifest Run { get; init; }

    public required Totals Totals { get; init; }

    /// <summary>By measure, population and group; groups with fewer than one item are not there.</summary>
    public required IReadOnlyList<Distribution> Distributions { get; init; }

    /// <summary>By concurrency level, where there are two or more; one each for response (or event-to-end), duration.</summary>
    public IReadOnlyList<LevelComparison> Levels { get; init; } = [];

    /// <summary>Where the time goes, at p50, p90, p95, p99 of the response.</summary>
    public IReadOnlyList<Waterfall> Waterfalls { get; init; } = [];

    /// <summary>Null: nothing to name.</summary>
    public Bottleneck? Bottleneck { get; init; }

    /// <summary>Null: fewer than three levels.</summary>
    public ScalingFit? Scaling { get; init; }

    public required IReadOnlyList<TimelineBucket> Timeline { get; init; }

    public required IReadOnlyList<LatencyHistogram> Histograms { get; init; }

    /// <summary>Most frequent first.</summary>
    public IReadOnlyList<ErrorCount> Errors { get; init; } = [];

    /// <summary>Null: no item says what was billed.</summary>
    public CostSummary? Cost { get; init; }

    /// <summary>Null: the run was not simulated.</summary>
    public SimulationSummary? Simulation { get; init; }
}

/// <param name="Span">Seconds from the first intended start to the last thing seen.</param>
/// <param name="Throughput">Succeeded per second of <paramref name="Span"/>; not a number when it is nothing.</param>
/// <param name="Bytes">Of payloads, where known.</param>
/// <param name="Cold">Of those that say.</param>
public sealed record Totals(
    long Items, long Succeeded, long Failed, long Throttled, long TimedOut, long Lost, long Cold, long Warm, double Span, double Throughput, long Bytes);

/// <summary>What is measured of an item, milliseconds but where said.</summary>
public enum Measure
{
    Response,
    Lag,
    Upload,
    QueueAge,
    Init,
    Duration,
    Billed,
    EventToEnd,

    /// <summary>MB.</summary>
    MaxMemoryUsed,

    /// <summary>US dollars of Lambda's GB-seconds and request.</summary>
    Cost,
}

public enum Population
{
    All,
    Cold,
    Warm,
}

/// <param name="Group"><c>""</c>: the whole run; else <c>level=50</c>, <c>memory=512</c>, <c>level=50 memory=512</c>.</param>
/// <param name="StandardDeviation">Of the sample (n − 1).</param>
/// <param name="CoefficientOfVariation">Standard deviation over mean.</param>
/// <param name="TailToMedian">p99 over p50.</param>
public sealed record Distribution(
    Measure Measure, Population Population, string Group, long Count,
    double Mean, double StandardDeviation, double CoefficientOfVariation, double Min,
    double P50, double P75, double P90, double P95, double P99, double P999, double P9999, double Max, double TailToMedian,
    Interval MeanInterval, Interval MeanBootstrap, Interval P95Bootstrap);

/// <summary>95 % confidence; not numbers where there are too few.</summary>
public sealed record Interval(double Low, double High);

/// <summary>Levels against each other: one-way ANOVA, and Welch's t-test of every pair with Bonferroni's correction.</summary>
public sealed record LevelComparison(Measure Measure, IReadOnlyList<LevelFigures> Levels, Anova? Anova, IReadOnlyList<WelchTest> Pairs);

/// <param name="MeanCost">US dollars an item; not a number without durations.</param>
/// <param name="Throughput">Succeeded per second while the level ran.</param>
public sealed record LevelFigures(
    int Level, long Count, double Mean, double StandardDeviation, double P95, double MeanCost, double CostDeviation, double Throughput);

/// <param name="EtaSquared">Effect size: the share of the variance that lies between the levels.</param>
public sealed record Anova(double F, int DegreesBetween, int DegreesWithin, double P, double EtaSquared);

/// <param name="CorrectedP">Bonferroni's, at most 1.</param>
/// <param name="CohensD">Effect size, pooled standard deviation.</param>
public sealed record WelchTest(int A, int B, double T, double DegreesOfFreedom, double P, double CorrectedP, double CohensD);

/// <summary>Mean stages of the items around a percentile of the response; their sum is <paramref name="Total"/>.</summary>
/// <param name="Percentile">50, 90, 95, 99.</param>
/// <param name="Total">Milliseconds.</param>
public sealed record Waterfall(double Percentile, double Total, IReadOnlyList<Stage> Stages);

/// <param name="Name"><c>lag</c>, <c>upload</c>, <c>queue</c>, <c>spawn</c>, <c>init</c>, <c>download</c>, <c>decode</c>, <c>infer</c>, <c>draw</c>, <c>write</c>, <c>run</c> (what the handler did not break down), <c>visible</c>.</param>
/// <param name="Milliseconds">Mean.</param>
public sealed record Stage(string Name, double Milliseconds);

/// <param name="Share">Of the response at the median, and in <paramref name="TailShare"/> at p99, 0 to 1.</param>
public sealed record Bottleneck(string Stage, double Share, string TailStage, double TailShare, string Sentence);

/// <summary>
/// The Universal Scalability Law, X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), fitted by least squares (Gunther, Guerrilla Capacity Planning, 2007).
/// </summary>
/// <param name="Lambda">Throughput at one, items per second.</param>
/// <param name="Sigma">Contention.</param>
/// <param name="Kappa">Coherency.</param>
/// <param name="PeakConcurrency">√((1 − σ)/κ); infinite without coherency cost.</param>
/// <param name="RelativeError">Root mean square of (fit − measured) / measured.</param>
public sealed record ScalingFit(
    double Lambda, double Sigma, double Kappa, double PeakConcurrency, double PeakThroughput, double RSquared, double RelativeError,
    Interval SigmaInterval, Interval KappaInterval, IReadOnlyList<ScalingPoint> Points);

public sealed record ScalingPoint(double Concurrency, double Throughput, double Fitted);

/// <summary>A slice of the run; at most some hundreds of them, of equal length.</summary>
/// <param name="Start">Its first moment.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Rate">Finished per second.</param>
/// <param name="InFlight">Items between intended start and last sight, mean.</param>
/// <param name="Concurrency">Function executions at once, mean; not a number without durations.</param>
public sealed record TimelineBucket(
    DateTimeOffset Start, double Seconds, long Items, double Rate, double P50, double P95, double Max, double InFlight, double Concurrency,
    double QueueAge, long Failed, long Cold, double MaxMemoryUsed);

/// <param name="Edges">Milliseconds, one more than counts.</param>
public sealed record LatencyHistogram(
    Measure Measure, Population Population, IReadOnlyList<double> Edges, IReadOnlyList<long> Counts, double P50, double P95, double Mean);

public sealed record ErrorCount(string Error, ItemStatus Status, long Count);
