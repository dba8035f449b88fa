namespace Headrace.Lab.Statistics;

/// <param name="Group"><c>""</c>: the whole run; else <c>level=50</c>, <c>memory=512</c>, <c>level=50 memory=512</c>.</param>
/// <param name="StandardDeviation">Of the sample (n − 1).</param>
/// <param name="CoefficientOfVariation">Standard deviation over mean.</param>
/// <param name="TailToMedian">p99 over p50.</param>
public sealed record Distribution(
    Measure Measure, Population Population, string Group, long Count,
    double Mean, double StandardDeviation, double CoefficientOfVariation, double Min,
    double P50, double P75, double P90, double P95, double P99, double P999, double P9999, double Max, double TailToMedian,
    Interval MeanInterval, Interval MeanBootstrap, Interval P95Bootstrap);
