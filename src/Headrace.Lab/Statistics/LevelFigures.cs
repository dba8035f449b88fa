namespace Headrace.Lab.Statistics;

/// <param name="MeanCost">US dollars an item; not a number without durations.</param>
/// <param name="Throughput">Succeeded per second of the time in which at least one of the level's items was under way: pauses do not count.</param>
public sealed record LevelFigures(
    int Level, long Count, double Mean, double StandardDeviation, double P95, double MeanCost, double CostDeviation, double Throughput);
