using System.Globalization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

public enum FigureUnit
{
    Milliseconds,
    Megabytes,
    Dollars,
    PerSecond,

    /// <summary>0 to 1, shown as per cent.</summary>
    Share,
}

/// <summary>Figures of a unit as a person reads them.</summary>
public static class FigureUnitText
{
    public static string Says(this FigureUnit unit, double value) => !double.IsFinite(value) ? Figures.None : unit switch
    {
        FigureUnit.Milliseconds => Figures.Time(value),
        FigureUnit.Megabytes => $"{Figures.Digits(value)} MB",
        FigureUnit.Dollars => Figures.Dollars(value),
        FigureUnit.PerSecond => $"{Figures.Digits(value)}/s",
        _ => (value * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %",
    };
}
