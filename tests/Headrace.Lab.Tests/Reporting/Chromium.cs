using Headrace.Harness;
using Headrace.Lab.Records;
using Headrace.Lab.Reporting;
using Headrace.Lab.Statistics;
using Headrace.Lab.Tests.Statistics;
using Microsoft.Playwright;

namespace Headrace.Lab.Tests.Reporting;

[CollectionDefinition(nameof(Chromium))]
public sealed class ChromiumCollection : ICollectionFixture<Chromium>;

/// <summary>One browser for all tests of the page, Debian's own; without it they are skipped.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string? Program = ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    private readonly string _folder = Directory.CreateTempSubdirectory("headrace-report-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where CI keeps what it shows people.</summary>
    public static string Screenshots { get; } = Path.Combine(EngineProcess.RepositoryRoot, "artifacts", "screenshots");

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        var items = SampleRuns.Items();
        Write("sample", items, SampleRuns.Summary(items));
        var (none, aggregates) = SampleRuns.Aggregates();
        Write("aggregates", none, aggregates);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    /// <summary>The original experiment, where its data are.</summary>
    public string Hydrocam()
    {
        var items = ItemTable.Of(Tests.Statistics.Hydrocam.Items());
        var run = Runs.Manifest with { Name = "Hydrocam: 300 sites, one function each", Kind = "imported", Sources = ["logsdata.csv"], Started = items.Min(item => item.EventTime).ToDateTimeOffset() };
        Write("hydrocam", items, RunSummary.Of(items, run, new SummaryOptions { Memory = 6.2, RequestPrice = 0, Levels = [1, 50, 100, 150, 200, 250, 300] }));
        return "hydrocam";
    }

    public async Task<OpenPage> Open(string report, ColorScheme scheme = ColorScheme.Light, int width = 1280, bool script = true)
    {
        Assert.SkipUnless(_browser is not null, "chromium is not installed (apt-get install chromium)");
        var context = await _browser.NewContextAsync(new()
        {
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = script,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        var open = new OpenPage(page);
        await page.GotoAsync(new Uri(Path.Combine(_folder, report + ".html")).AbsoluteUri);
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(string name, ItemTable items, RunSummary summary) => ReportPage.Write(Path.Combine(_folder, name + ".html"), items, summary);
}
