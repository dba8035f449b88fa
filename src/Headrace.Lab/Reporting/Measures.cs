using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting;

/// <summary>What measures are called, and how their values are said.</summary>
internal static class Measures
{
    public static string Value(Measure measure, double value) => measure switch
    {
        Measure.MaxMemoryUsed => double.IsFinite(value) ? $"{Figures.Digits(value)} MB" : Figures.None,
        Measure.Cost => Say.Money(value),
        _ => Say.Duration(value),
    };

    /// <summary>So many items that their cost is a sum of money, where one is a fraction of a cent.</summary>
    public static int Lot(double costPerItem) => costPerItem >= 0.00001 ? 1000 : 1_000_000;

    public static Distribution? Of(RunSummary summary, Measure measure, Population population = Population.All) =>
        summary.Distributions.FirstOrDefault(one => one.Measure == measure && one.Population == population && one.Group.Length == 0);
}
