using System.Text;
using Headrace.Charts;
using Headrace.Lab.Records;
using Headrace.Lab.Reporting.Pictures;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Reporting;

/// <summary>
/// <c>report.html</c>: one file that asks nothing of a network. Everything can be read without its script, which adds values under the pointer
/// and the arrow keys, and downloads.
/// </summary>
public static class ReportPage
{
    /// <param name="items">May be empty: an import of aggregates has none.</param>
    public static void Write(string path, ItemTable items, RunSummary summary)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Write(writer, items, summary);
    }

    /// <inheritdoc cref="Write(string, ItemTable, RunSummary)"/>
    public static void Write(TextWriter writer, ItemTable items, RunSummary summary)
    {
        var html = new Html(writer);
        var facts = RunFacts.Of(items);
        FigureSection[] sections =
        [
            LatencyCharts.Of(summary, items), StageCharts.Of(summary), LevelCharts.Of(summary), FlowCharts.Of(summary), HealthCharts.Of(summary, facts),
            CostSection.Of(summary.Cost), ModelCharts.Of(summary),
        ];
        html.Markup("<!DOCTYPE html>\n");
        html.Open("html", ("lang", "en"));
        WriteHead(html, summary);
        html.Open("body");
        html.Element("a", "Skip to the figures", ("class", "skip"), ("href", "#latency"));
        Overview.WriteHeader(html, summary, facts);
        html.Open("main");
        Overview.Write(html, summary);
        WriteContents(html, sections);
        foreach (var section in sections.Where(section => !section.IsEmpty))
        {
            FigureWriter.Write(html, section);
        }

        FigureWriter.WriteMissing(html, sections);
        AboutRun.Write(html, summary.Run, facts);
        html.Close();
        html.Element("footer", "Made by Headrace from events.csv and run.json, which stand beside this file with summary.json. Warm-up is left out everywhere. Times are UTC.");
        html.Open("script");
        html.Markup(PageAssets.Script);
        html.Close();
        html.Close();
        html.Close();
    }

    private static void WriteHead(Html html, RunSummary summary)
    {
        html.Open("head");
        html.Start("meta", ("charset", "utf-8"));
        html.Start("meta", ("http-equiv", "Content-Security-Policy"), ("content", PageAssets.Policy));
        html.Start("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Start("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Element("title", $"{summary.Run.Name}: lab report");
        html.Open("style");
        html.Markup(PageAssets.Style);
        html.Close();
        html.Open("style", ("id", "chart-style"));
        html.Markup(Chart.StyleSheet);
        html.Close();
        html.Close();
    }

    private static void WriteContents(Html html, IEnumerable<FigureSection> sections)
    {
        html.Open("nav", ("aria-label", "Sections"));
        html.Open("ul");
        foreach (var (id, title) in sections.Where(section => !section.IsEmpty).Select(section => (section.Id, section.Title)).Append(("about", "About this run")))
        {
            html.Open("li");
            html.Element("a", title, ("href", $"#{id}"));
            html.Close();
        }

        html.Close();
        html.Close();
    }
}
