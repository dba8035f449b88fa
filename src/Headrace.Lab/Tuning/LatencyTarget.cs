using System.Globalization;
using System.Text.RegularExpressions;

namespace Headrace.Lab.Tuning;

/// <summary><c>p95&lt;300ms</c>: what a percentile of the response may be.</summary>
/// <param name="Percent">0 to 100.</param>
/// <param name="Milliseconds">Exclusive.</param>
public sealed partial record LatencyTarget(double Percent, double Milliseconds)
{
    public static LatencyTarget? Parse(string text) =>
        Pattern().Match(text) is { Success: true } match && double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is > 0 and <= 100 and var percent
            ? new LatencyTarget(percent, double.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) * (match.Groups[3].Value == "s" ? 1000 : 1))
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p{Percent:0.###} < {Milliseconds:0.###} ms");

    [GeneratedRegex(@"\A\s*p(\d{1,3}(?:\.\d{1,4})?)\s*<\s*(\d{1,9}(?:\.\d{1,6})?)\s*(ms|s)\s*\z")]
    private static partial Regex Pattern();
}
