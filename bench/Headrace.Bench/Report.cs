using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Headrace.Bench;

/// <summary>What one bench found: rows for people, the same figures for machines.</summary>
public sealed class Report(string bench)
{
    private readonly List<(string Figure, double Value, string Unit, string Beside)> _rows = [];

    /// <param name="beside">The peer's or the limit's figure and the ratio, or empty.</param>
    public void Add(string figure, double value, string unit, string beside = "") => _rows.Add((figure, value, unit, beside));

    public void Print(bool json)
    {
        if (json)
        {
            var figures = new JsonObject();
            foreach (var row in _rows)
            {
                figures[row.Figure] = new JsonObject { ["value"] = Math.Round(row.Value, 4), ["unit"] = row.Unit, ["beside"] = row.Beside };
            }

            Console.WriteLine(new JsonObject { ["bench"] = bench, ["date"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["cores"] = Environment.ProcessorCount, ["figures"] = figures }.ToJsonString());
            return;
        }

        var table = new Table().AddColumns("figure", "value", "beside");
        foreach (var row in _rows)
        {
            table.AddRow(Markup.Escape(row.Figure), string.Create(CultureInfo.InvariantCulture, $"{row.Value:#,0.##} {row.Unit}"), Markup.Escape(row.Beside));
        }

        AnsiConsole.Write(table.Title(bench));
    }
}
