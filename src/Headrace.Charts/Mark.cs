namespace Headrace.Charts;

/// <summary>A dashed line across the plot at a value of the x axis, its label above: a percentile, a peak.</summary>
public sealed record Mark(double Value, string Label);
