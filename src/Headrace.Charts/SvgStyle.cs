using System.Text;

namespace Headrace.Charts;

/// <summary>
/// The one style sheet: text, axes and six series, in a light and a dark scheme. The hues are told apart by colour-blind eyes too (Okabe and Ito, 2008).
/// Colours are spelt out: programs other than browsers do not know CSS variables.
/// </summary>
internal static class SvgStyle
{
    public const int Colours = 6;

    private static readonly string[] Light = ["#0072b2", "#d55e00", "#007a5a", "#a8518a", "#8a6d00", "#3d3d3d"];
    private static readonly string[] Dark = ["#56b4e9", "#f0883e", "#2fc29a", "#e39cc8", "#e8c547", "#c9d1d9"];

    public static string Sheet { get; } = $$"""

        svg { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; font-size: 13px; }
        .title { font-size: 18px; font-weight: 600; }
        .grid, .axis { stroke-width: 1; }
        .line { fill: none; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
        .reference, .mark-line { fill: none; stroke-width: 1.4; stroke-dasharray: 6 5; }
        .points { stroke: none; fill-opacity: 0.55; }
        .alone { fill-opacity: 0.9; }
        .bars { stroke-width: 0.5; fill-opacity: 0.9; }
        .whisker { fill: none; stroke-width: 1.4; }
        .mark { font-size: 12px; paint-order: stroke; stroke-width: 4px; stroke-linejoin: round; }
        {{Scheme("#ffffff", "#1f2328", "#59636e", "#d8dee4", Light)}}
        @media (prefers-color-scheme: dark) {
        {{Scheme("#0d1117", "#e6edf3", "#9198a1", "#2b3138", Dark)}}
        }

        """;

    private static string Scheme(string ground, string ink, string faint, string grid, string[] series)
    {
        var sheet = new StringBuilder($".ground {{ fill: {ground}; }} text {{ fill: {ink}; }} .faint {{ fill: {faint}; }} .grid {{ stroke: {grid}; }} .axis, .reference {{ stroke: {faint}; }} .whisker, .mark-line {{ stroke: {ink}; }} .mark {{ stroke: {ground}; }} .bars {{ stroke: {ground}; }}");
        foreach (var (index, colour) in series.Index())
        {
            sheet.Append($"\n.line.s{index} {{ stroke: {colour}; }} .points.s{index}, .bars.s{index} {{ fill: {colour}; }}");
        }

        return sheet.ToString();
    }
}
