using System.Buffers.Binary;
using System.Xml.Linq;
using Headrace.Lab.Csv;
using Microsoft.Playwright;

namespace Headrace.Lab.Tests.Reporting;

/// <summary>What each figure gives to take along.</summary>
[Collection(nameof(Chromium))]
public sealed class ReportDownloadTests(Chromium chromium)
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public async Task Each_figure_can_be_had_as_a_picture_that_stands_alone()
    {
        await foreach (var (open, figure) in Figures())
        {
            var (name, bytes) = await Download(open, figure, "SVG");
            var svg = XDocument.Parse(System.Text.Encoding.UTF8.GetString(bytes)).Root!;

            Assert.Equal(await figure.GetAttributeAsync("id") + ".svg", name);
            Assert.Equal(await figure.Locator("h3").TextContentAsync(), svg.Element(Svg + "title")!.Value);
            Assert.Contains("prefers-color-scheme", svg.Element(Svg + "style")!.Value, StringComparison.Ordinal);
            Assert.Equal($"0 0 {svg.Attribute("width")!.Value} {svg.Attribute("height")!.Value}", svg.Attribute("viewBox")!.Value);
            Assert.DoesNotContain(svg.Descendants(), element => (string?)element.Attribute("class") == "probe");
            Assert.Empty(open.Complaints);
        }
    }

    [Fact]
    public async Task Each_figure_can_be_had_as_pixels()
    {
        await foreach (var (open, figure) in Figures())
        {
            var (name, bytes) = await Download(open, figure, "PNG");
            var view = (await figure.Locator("svg.chart").GetAttributeAsync("data-whole"))!.Split(' ');

            Assert.EndsWith(".png", name, StringComparison.Ordinal);
            Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], bytes[..8]);
            Assert.Equal(2 * int.Parse(view[2]), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)));
            Assert.Equal(2 * int.Parse(view[3]), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));

            // Of one colour it would be a few hundred bytes.
            Assert.True(bytes.Length > 5000, $"{name} is empty");
            Assert.Empty(open.Complaints);
        }
    }

    [Fact]
    public async Task Each_figure_can_be_had_as_its_table()
    {
        await foreach (var (open, figure) in Figures())
        {
            var (_, bytes) = await Download(open, figure, "CSV");
            using var csv = new CsvRows(new MemoryStream(bytes), "download");
            var rows = await figure.EvaluateAsync<string[][]>("figure => [...figure.querySelectorAll('tr')].map(row => [...row.cells].map(cell => cell.textContent))");

            Assert.True(rows.Length > 1);
            foreach (var row in rows)
            {
                Assert.True(csv.Read());
                Assert.Equal(row, Enumerable.Range(0, csv.Count).Select(cell => System.Text.Encoding.UTF8.GetString(csv[cell])));
            }

            Assert.False(csv.Read());
        }
    }

    /// <summary>Each on a page of its own: a browser lets a page save one file, and then asks its user about more.</summary>
    private async IAsyncEnumerable<(OpenPage Page, ILocator Figure)> Figures()
    {
        for (var (index, count) = (0, 1); index < count; index++)
        {
            await using var open = await chromium.Open("sample");
            count = await open.Figures.CountAsync();
            yield return (open, open.Figures.Nth(index));
        }
    }

    private static async Task<(string Name, byte[] Bytes)> Download(OpenPage open, ILocator figure, string format)
    {
        var download = await open.Page.RunAndWaitForDownloadAsync(() => figure.GetByRole(AriaRole.Button, new() { Name = format }).ClickAsync());
        return (download.SuggestedFilename, await File.ReadAllBytesAsync(await download.PathAsync()));
    }
}
