using Microsoft.Playwright;

namespace Headrace.Lab.Tests.Reporting;

/// <summary>For whoever does not see, or not well (WCAG 2.2, level AA).</summary>
[Collection(nameof(Chromium))]
public sealed class ReportAccessibilityTests(Chromium chromium)
{
    /// <summary>Every text with its colour against what lies behind it: WCAG's contrast ratio, the least of them first.</summary>
    private const string Contrasts = """
        () => {
          const channel = value => { value /= 255; return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
          const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
          const parse = colour => colour.match(/[\d.]+/g).map(Number);
          const ground = element => {
            for (let at = element; at; at = at.parentElement) {
              const colour = parse(getComputedStyle(at).backgroundColor);
              if (colour.length < 4 || colour[3] === 1) return colour;
            }
            return [255, 255, 255];
          };
          const found = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode, element = node.parentElement;
            if (!node.textContent.trim() || element.closest('script, style, title, desc, .hidden') || !element.checkVisibility()) continue;
            const svg = element.closest('svg');
            const style = getComputedStyle(element);
            const behind = svg ? parse(getComputedStyle(svg.querySelector('.ground')).fill) : ground(element);
            const [a, b] = [luminance(parse(svg ? style.fill : style.color)), luminance(behind)].sort((x, y) => y - x);
            found.push({ text: node.textContent.trim().slice(0, 40), ratio: (a + 0.05) / (b + 0.05) });
          }
          return found.sort((x, y) => x.ratio - y.ratio).map(one => one.ratio.toFixed(2) + ' ' + one.text);
        }
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task All_text_stands_out_from_its_ground(ColorScheme scheme)
    {
        await using var open = await chromium.Open("sample", scheme);
        await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        var ratios = await open.Page.EvaluateAsync<string[]>(Contrasts);

        Assert.True(ratios.Length > 300);
        Assert.True(double.Parse(ratios[0].Split(' ')[0]) >= 4.5, string.Join('\n', ratios.Take(5)));
    }

    [Fact]
    public async Task All_figures_have_names_and_are_pictures()
    {
        await using var open = await chromium.Open("sample");
        var figures = await open.Figures.AllAsync();
        Assert.True(figures.Count >= 10);
        var names = new HashSet<string>();
        foreach (var figure in figures)
        {
            var title = (await figure.Locator("h3").TextContentAsync())!;
            Assert.True(names.Add(title), $"two figures are called {title}");
            await Assertions.Expect(open.Page.GetByRole(AriaRole.Figure, new() { Name = title, Exact = true })).ToHaveCountAsync(1);
            await Assertions.Expect(figure.GetByRole(AriaRole.Img)).ToHaveAccessibleNameAsync($"{title}. Arrow keys read its values.");
            Assert.NotEmpty((await figure.Locator("svg.chart > desc").TextContentAsync())!);
            await Assertions.Expect(figure.GetByRole(AriaRole.Button, new() { Name = $"CSV of {title}" })).ToHaveCountAsync(1);
        }
    }

    [Fact]
    public async Task The_page_has_landmarks_and_its_headings_skip_no_level()
    {
        await using var open = await chromium.Open("sample");
        foreach (var landmark in (AriaRole[])[AriaRole.Banner, AriaRole.Main, AriaRole.Navigation, AriaRole.Contentinfo])
        {
            await Assertions.Expect(open.Page.GetByRole(landmark)).ToHaveCountAsync(1);
        }

        var levels = await open.Page.EvaluateAsync<int[]>("[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1]))");
        Assert.Equal(1, levels[0]);
        Assert.Equal(1, levels.Count(level => level == 1));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.Equal("en", await open.Page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Equal(0, await open.Page.Locator("[role=region]:not([aria-label]), th:not([scope]), [id='']").CountAsync());
        Assert.Equal(0, await open.Page.EvaluateAsync<int>("(() => { const ids = [...document.querySelectorAll('[id]')].map(element => element.id); return ids.length - new Set(ids).size; })()"));
    }

    [Fact]
    public async Task The_first_tab_skips_to_the_figures()
    {
        await using var open = await chromium.Open("sample");
        await open.Page.Keyboard.PressAsync("Tab");

        await Assertions.Expect(open.Page.Locator(".skip")).ToBeFocusedAsync();
        Assert.True((await open.Page.Locator(".skip").BoundingBoxAsync())!.X >= 0);
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.EndsWith("#latency", open.Page.Url, StringComparison.Ordinal);
    }
}
