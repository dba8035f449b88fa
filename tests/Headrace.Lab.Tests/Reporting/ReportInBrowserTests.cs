using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Headrace.Lab.Tests.Reporting;

/// <summary>The page as a reader meets it: in a real Chromium, light and dark, on a phone, by keyboard, without script.</summary>
[Collection(nameof(Chromium))]
public sealed class ReportInBrowserTests(Chromium chromium)
{
    [Theory]
    [InlineData("sample", ColorScheme.Light, 1280, "report-light")]
    [InlineData("sample", ColorScheme.Dark, 1280, "report-dark")]
    [InlineData("sample", ColorScheme.Light, 360, "report-phone")]
    [InlineData("aggregates", ColorScheme.Light, 1280, "report-of-aggregates")]
    public async Task It_asks_for_nothing_complains_of_nothing_and_fits(string report, ColorScheme scheme, int width, string screenshot)
    {
        await using var open = await chromium.Open(report, scheme, width);
        await Check(open, width, screenshot);
    }

    [Fact]
    public async Task The_original_experiment_looks_as_it_should()
    {
        await using var open = await chromium.Open(chromium.Hydrocam());
        await Check(open, 1280, "report-hydrocam");

        var table = await open.Page.GetByRole(AriaRole.Region, new() { Name = "event to end by level", Exact = true }).InnerTextAsync();
        foreach (var mean in (string[])["21.86", "21.36", "21.22", "21.92", "21.47", "22.12", "22.40"])
        {
            Assert.Contains(mean, table, StringComparison.Ordinal);
        }

        Assert.Contains("= 46.9699", await open.Page.Locator("#scale").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pointer_shows_the_values_of_the_nearest_row()
    {
        await using var open = await chromium.Open("sample");
        foreach (var figure in await open.Figures.AllAsync())
        {
            var row = figure.Locator("tbody tr[data-at~=','], tbody tr[data-at*=',']").Last;
            var (x, y) = Pair((await row.GetAttributeAsync("data-at"))!.Split(' ')[0]);
            var header = await row.Locator("th").TextContentAsync();
            await figure.Locator("svg.chart").ScrollIntoViewIfNeededAsync();

            // Scrolling hides the tooltip, and is told with the next frame.
            await open.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            var at = await figure.Locator("svg.chart").EvaluateAsync<float[]>("(svg, at) => { const p = new DOMPoint(at.x, at.y).matrixTransform(svg.getScreenCTM()); return [p.x, p.y]; }", new { x, y });
            await open.Page.Mouse.MoveAsync(at[0], at[1]);

            await Assertions.Expect(open.Tip).ToBeVisibleAsync();
            var text = await open.Tip.InnerTextAsync();
            var isNumber = double.TryParse(header, out _);
            Assert.True(isNumber || text.StartsWith(header!, StringComparison.Ordinal), $"{await figure.GetAttributeAsync("id")}: “{text}” does not begin with “{header}”");
            var box = await open.Tip.BoundingBoxAsync();
            Assert.True(box!.X >= 0 && box.Y >= 0 && box.X + box.Width <= 1280 && box.Y + box.Height <= 900, "the tooltip stays on the screen");
        }

        await open.Page.Mouse.MoveAsync(2, 2);
        await Assertions.Expect(open.Tip).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_arrow_keys_step_through_the_rows_and_say_them()
    {
        await using var open = await chromium.Open("sample");
        var figure = open.Page.Locator("#response-by-level");
        var rows = await figure.Locator("tbody tr").AllAsync();
        var spoken = open.Page.Locator("[role=status]");
        await figure.Locator("details summary").FocusAsync();
        await open.Page.Keyboard.PressAsync("Shift+Tab");

        await Assertions.Expect(figure.Locator("svg.chart")).ToBeFocusedAsync();
        Assert.NotEqual("none", await figure.Locator("svg.chart").EvaluateAsync<string>("svg => getComputedStyle(svg).outlineStyle"));
        await Assertions.Expect(open.Tip).ToContainTextAsync(await Header(rows[0]));
        await open.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(open.Tip.Locator("b")).ToHaveTextAsync(await Header(rows[1]));
        await Assertions.Expect(spoken).ToContainTextAsync($"{await Header(rows[1])}, mean response");
        await open.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(open.Tip.Locator("b")).ToHaveTextAsync(await Header(rows[^1]));
        await open.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(open.Tip.Locator("b")).ToHaveTextAsync(await Header(rows[^1]));
        await open.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(open.Tip).ToBeHiddenAsync();

        static async Task<string> Header(ILocator row) => (await row.Locator("th").TextContentAsync())!;
    }

    [Fact]
    public async Task Without_script_every_figure_and_its_data_are_there()
    {
        await using var open = await chromium.Open("sample", script: false);

        Assert.True(await open.Figures.CountAsync() >= 10);
        foreach (var figure in await open.Figures.AllAsync())
        {
            Assert.True((await figure.Locator("svg.chart").BoundingBoxAsync())!.Height > 100);
            await figure.Locator("summary").ClickAsync();
            await Assertions.Expect(figure.Locator("tbody tr").First).ToBeVisibleAsync();
        }

        Assert.Equal(0, await open.Page.Locator("button").CountAsync());
    }

    [Fact]
    public async Task What_others_wrote_stays_text_and_nothing_foreign_runs_or_is_fetched()
    {
        await using var open = await chromium.Open("sample");

        Assert.Equal(0, await open.Page.Locator("img, iframe, object, pre b").CountAsync());
        await Assertions.Expect(open.Page.Locator("#health")).ToContainTextAsync(SampleRuns.Hostile);
        var ran = await open.Page.EvaluateAsync<bool>("() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s); return window.ran === true; }");
        Assert.False(ran, "the policy lets a foreign script run");
        Assert.True(await open.Page.EvaluateAsync<bool>("() => fetch('https://example.com/').then(() => false, () => true)"));
        Assert.Single(open.Requests);
        Assert.All(open.Complaints, complaint => Assert.Contains("Content Security Policy", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_wants_less_motion_gets_none()
    {
        await using var open = await chromium.Open("sample");

        Assert.Equal("auto", await open.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).scrollBehavior"));
    }

    private static async Task Check(OpenPage open, int width, string screenshot)
    {
        Directory.CreateDirectory(Chromium.Screenshots);
        await open.Page.ScreenshotAsync(new() { Path = Path.Combine(Chromium.Screenshots, screenshot + ".png"), FullPage = true });
        foreach (var details in await open.Page.Locator("details").AllAsync())
        {
            await details.EvaluateAsync("details => details.open = true");
        }

        Assert.Equal(width, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(open.Complaints);
        Assert.Matches(new Regex("^file:.*html$"), Assert.Single(open.Requests));
    }

    private static (double X, double Y) Pair(string text)
    {
        var parts = text.Split(',');
        return (double.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
