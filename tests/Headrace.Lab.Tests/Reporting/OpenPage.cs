using Microsoft.Playwright;

namespace Headrace.Lab.Tests.Reporting;

/// <summary>A page, and whatever it complained of or asked for.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    public OpenPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Complaints.Add($"console: {message.Text}");
        page.PageError += (_, error) => Complaints.Add($"error: {error}");
        page.Dialog += async (_, dialog) =>
        {
            Complaints.Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];

    public ILocator Tip => Page.Locator(".tip");

    public ILocator Figures => Page.Locator("figure");

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
