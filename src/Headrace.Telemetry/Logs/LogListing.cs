namespace Headrace.Telemetry.Logs;

/// <summary>The streams of the group that was listed last: who goes through ten thousand of them asks for a page after the other.</summary>
/// <param name="Changes">How often streams had come or gone before it was made: it is good until that number grows.</param>
internal sealed record LogListing(string Folder, long Changes, IReadOnlyList<(string Name, string Path)> Streams)
{
    /// <summary>About 25 MB; a longer one is made anew for each page.</summary>
    public const int Most = 50_000;
}
