using System.Globalization;
using Headrace.Lab.Reporting.Pictures;

namespace Headrace.Lab.Reporting;

/// <summary>A section of the page: its figures, each with its sentence and its data, then its tables.</summary>
internal static class FigureWriter
{
    public static void Write(Html html, FigureSection section)
    {
        html.Open("section", ("id", section.Id), ("aria-labelledby", $"{section.Id}-title"));
        html.Element("h2", section.Title, ("id", $"{section.Id}-title"));
        if (section.Figures.Count > 0)
        {
            html.Open("div", ("class", "figures"));
            foreach (var figure in section.Figures)
            {
                Write(html, figure);
            }

            html.Close();
        }

        section.Tables?.Invoke(html);
        html.Close();
    }

    public static void WriteMissing(Html html, IEnumerable<FigureSection> sections)
    {
        var missing = sections.SelectMany(section => section.Missing).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        html.Open("section", ("id", "missing"), ("aria-labelledby", "missing-title"));
        html.Element("h2", "Not drawn", ("id", "missing-title"));
        html.Open("ul");
        foreach (var (title, why) in missing)
        {
            html.Element("li", $"{title}: {why}.");
        }

        html.Close();
        html.Close();
    }

    private static void Write(Html html, Figure figure)
    {
        var picture = figure.Chart.ToInline();
        html.Open("figure", ("id", figure.Id), ("aria-labelledby", $"{figure.Id}-title"), ("class", figure.IsTall ? "tall" : ""), ("data-near", figure.Nearest));
        html.Element("h3", figure.Title, ("id", $"{figure.Id}-title"));
        html.Markup(picture.Svg);
        html.Element("figcaption", figure.Sentence);
        html.Open("details");
        html.Element("summary", $"Data of “{figure.Title}”");
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", $"Data of {figure.Title}"));
        html.Open("table");
        html.HeadRow(figure.Data.Columns);
        html.Open("tbody");
        foreach (var row in figure.Data.Rows)
        {
            html.Open("tr", ("data-at", string.Join(' ', row.Anchors.Select(picture.Pixel).Select(pixel => string.Create(CultureInfo.InvariantCulture, $"{pixel.X:0.#},{pixel.Y:0.#}")))));
            html.Element("th", row.Cells[0], ("scope", "row"));
            foreach (var cell in row.Cells.Skip(1))
            {
                html.Element("td", cell);
            }

            html.Close();
        }

        html.Close();
        html.Close();
        html.Close();
        html.Close();
        html.Close();
    }
}
