using System.Globalization;
using System.Text.Json;
using Headrace.Charts;

namespace Headrace.Lab.Tuning;

/// <param name="Prices">The price list that counted.</param>
/// <param name="Chosen">MB; null: no size meets the target without failures.</param>
/// <param name="Sentence">What was found, for a reader.</param>
/// <param name="Remarks">What the figures cannot say.</param>
public sealed record TuningResult(string Function, string Prices, IReadOnlyList<TuningPoint> Points, int? Chosen, string Sentence, IReadOnlyList<string> Remarks)
{
    /// <summary>What a Headrace engine without shares can and cannot say.</summary>
    public const string LocalRemark =
        "This engine gives every memory size all processors, AWS one for 1,769 MB: measured here, smaller is cheaper and no slower. Start it with serve --cpu-share " +
        "to measure on AWS's shares, or count runs as long as they would take on them with --scale-cpu THREADS, which holds for functions that compute.";

    /// <summary>Medians of the sizes' warm responses that differ by less are one speed.</summary>
    private const double SameSpeed = 1.15;

    public string ToJson() => JsonSerializer.Serialize(this, TuningJson.Default.TuningResult);

    internal static TuningResult Of(TuningOptions options, bool? hasShares, string prices, IReadOnlyList<TuningPoint> points)
    {
        var whole = points.Where(point => point.Failed == 0 && point.Warm > 0).ToList();
        var fitting = whole.Where(point => options.Target is null || point.Percentile < options.Target.Milliseconds).ToList();
        var chosen = fitting.MinBy(point => point.Cost);
        var sentence = chosen is not null
            ? Text($"{chosen.Memory} MB is cheapest{(options.Target is null ? "" : $" with {options.Target}")}: ${chosen.Cost * 1e6:0.00} a million warm invocations, {options.Target?.Percent ?? 95:'p'0.###} {chosen.Percentile:0.0} ms.")
            : whole.Count == 0 ? "No size ran without failures."
            : Text($"No size meets {options.Target}: the fastest is {whole.MinBy(point => point.Percentile)!.Memory} MB with {whole.Min(point => point.Percentile):0.0} ms.");
        var remark = options.Threads is { } threads ? Text($"Runs are counted as on AWS's processor share: measured × max(1, {threads} × 1,769 MB / memory). Starts are as measured.")
            : hasShares is false ? LocalRemark
            : IsOneSpeed(whole) ? Text($"Every size is as fast as every other, within {(SameSpeed - 1) * 100:0} %: the function waits for something other than its processor, or the endpoint gives all sizes the same.")
            : null;
        return new TuningResult(options.Function, prices, points, chosen?.Memory, sentence, remark is null ? [] : [remark]);
    }

    private static bool IsOneSpeed(List<TuningPoint> points) => points.Count > 1 && points.Max(point => point.P50) < SameSpeed * points.Min(point => point.P50);

    /// <summary>Time and cost against memory, both in per cent of the largest, for the trade is what is asked for.</summary>
    public Chart ToChart(LatencyTarget? target)
    {
        var points = Points.Where(point => point.Warm > 0).ToList();
        Series Of(string name, Func<TuningPoint, double> figure)
        {
            var most = points.Select(figure).Where(double.IsFinite).DefaultIfEmpty(1).Max();
            return new Series(Text($"{name}, 100 % = {{0}}").Replace("{0}", name.StartsWith('$') ? Text($"{most * 1e6:0.00}") : Text($"{most:0.0} ms"), StringComparison.Ordinal), SeriesKind.Line, [.. points.Select((point, index) => new Point(index, figure(point) / most * 100))]);
        }

        return new Chart
        {
            Title = $"{Function}: time and cost by memory",
            Subtitle = Sentence,
            X = Axis.Of("memory (MB)", [.. points.Select(point => point.Memory.ToString(CultureInfo.InvariantCulture))]),
            Y = new Axis("of the largest", "%") { Minimum = 0 },
            Series = [Of(Text($"warm p{target?.Percent ?? 95:0.###}"), point => point.Percentile), Of("cold response", point => point.ColdResponse), Of("$ a million warm", point => point.Cost)],
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
