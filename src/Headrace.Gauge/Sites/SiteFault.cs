namespace Headrace.Gauge.Sites;

/// <summary>One thing that is wrong with a site configuration.</summary>
/// <param name="Site">The site's id, or its place in the list where it has none; empty for the file as a whole.</param>
/// <param name="Field">Empty for the site as a whole.</param>
public sealed record SiteFault(string Site, string Field, string Message)
{
    public override string ToString() => (Site.Length, Field.Length) switch
    {
        (0, 0) => Message,
        (0, _) => $"{Field}: {Message}",
        (_, 0) => $"site {Site}: {Message}",
        _ => $"site {Site}: {Field}: {Message}",
    };
}
