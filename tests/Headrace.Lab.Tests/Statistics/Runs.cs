using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Tests.Statistics;

/// <summary>Runs made up for tests.</summary>
internal static class Runs
{
    public static readonly Moment Noon = Moment.At(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    public static readonly RunManifest Manifest = new() { Name = "made up", Kind = "measured", Started = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero) };

    public static RunSummary Summary(IEnumerable<Item> items, SummaryOptions? options = null) => RunSummary.Of(ItemTable.Of(items), Manifest, options ?? new());

    /// <summary>An item that begins at <paramref name="start"/> milliseconds after noon and takes <paramref name="response"/>.</summary>
    public static Item Item(int number, double start, double response) => new()
    {
        Id = $"{number}",
        Intended = Noon.Plus(start),
        Sent = Noon.Plus(start),
        Uploaded = Noon.Plus(start + response),
    };
}
