using System.Globalization;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting;

/// <summary>A distribution in a line of text: from least to most, thick from p50 to p95, a mark at the median. All rows share one logarithmic scale, so that they compare.</summary>
internal sealed class SpreadStrip
{
    private const double Width = 150;

    private readonly double _low, _high;

    private SpreadStrip(double low, double high) => (_low, _high) = (low, high);

    public string Legend => _low < _high ? $" Spread: least to most, thick from p50 to p95, {Figures.Time(_low)} to {Figures.Time(_high)} on a logarithmic scale." : "";

    public static SpreadStrip For(IEnumerable<Distribution> rows)
    {
        List<Distribution> times = [.. rows.Where(IsTime)];
        var high = times.Select(row => row.Max).DefaultIfEmpty(0).Max();

        // Four powers of ten are enough to tell rows apart: a lag of microseconds would push everything else to the right.
        return new SpreadStrip(Math.Max(high / 1e4, times.Select(row => row.Min).Where(value => value > 0).DefaultIfEmpty(high).Min()), high);
    }

    public string Draw(Distribution row) => !IsTime(row) || !(_low < _high) ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"<svg class=\"strip {Figures.NameOf(row.Population)}\" viewBox=\"0 0 {Width} 14\" width=\"{Width}\" height=\"14\" aria-hidden=\"true\"><path d=\"M{At(row.Min):0.#} 7H{At(row.Max):0.#}\"/><path class=\"half\" d=\"M{At(row.P50):0.#} 7H{At(row.P95):0.#}\"/><path class=\"middle\" d=\"M{At(row.P50):0.#} 1V13\"/></svg>");

    private static bool IsTime(Distribution row) => row.Measure is not (Measure.MaxMemoryUsed or Measure.Cost);

    private double At(double value) => 2 + (Math.Log(Math.Clamp(value, _low, _high) / _low) / Math.Log(_high / _low) * (Width - 4));
}
