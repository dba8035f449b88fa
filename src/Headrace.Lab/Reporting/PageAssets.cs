using System.Security.Cryptography;
using System.Text;
using Headrace.Charts;

namespace Headrace.Lab.Reporting;

/// <summary>The page's own style and script, and the policy that lets nothing else run and nothing be fetched.</summary>
internal static class PageAssets
{
    public static string Style { get; } = Resource("report.css");

    public static string Script { get; } = Resource("report.js");

    /// <summary>Content Security Policy 3 (https://www.w3.org/TR/CSP3/): the two style sheets and the script by their hashes; pictures only from the script itself, for PNG.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src {Hash(Style)} {Hash(Chart.StyleSheet)}; script-src {Hash(Script)}; img-src blob:; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Resource(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"Headrace.Lab.Reporting.Assets.{name}")!;
        using var reader = new StreamReader(stream);

        // A browser hashes what it has parsed, and that has no carriage returns.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
