using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

/// <summary>One side of a comparison: what is compared of it. Its items are not kept, so that of two runs of a million one is in memory at a time.</summary>
public sealed class ComparedRun
{
    private readonly Dictionary<FigureName, Estimate>? _figures;

    private ComparedRun(string name, RunSummary summary, Dictionary<FigureName, Estimate>? figures) => (Name, Summary, _figures) = (name, summary, figures);

    public string Name { get; }

    public RunSummary Summary { get; }

    /// <summary>Otherwise only its summary is there (an import of a tool that counts by itself).</summary>
    public bool HasItems => _figures is not null;

    /// <param name="path">A run's folder, or a summary.json.</param>
    /// <param name="side"><c>A</c> or <c>B</c>: the two draw different numbers.</param>
    /// <exception cref="LabException">Neither is there.</exception>
    public static ComparedRun Read(string path, CompareOptions options, string side)
    {
        if (File.Exists(path))
        {
            return Of(SummaryJson.Read(path));
        }

        var folder = new RunFolder(path);
        if (File.Exists(folder.Manifest) && File.Exists(folder.Events))
        {
            // Not the summary beside them: it may be older than the items.
            var run = Run.Read(path);
            return Of(run.Manifest, run.Items, options, side);
        }

        return File.Exists(folder.SummaryJson)
            ? Of(SummaryJson.Read(folder.SummaryJson))
            : throw new LabException($"{path} is no run: it has neither events.csv and run.json nor summary.json");
    }

    /// <inheritdoc cref="Read"/>
    public static ComparedRun Of(RunManifest run, ItemTable items, CompareOptions options, string side)
    {
        var figures = new RunFigures(items, options, side);
        var summary = RunSummary.Of(items, run, new() { Replicates = 0 }, figures.Add);
        return new(run.Name, summary, figures.With(summary));
    }

    public static ComparedRun Of(RunSummary summary) => new(summary.Run.Name, summary, null);

    /// <param name="fromItems">False: as if it had none, for the other side has none.</param>
    internal Dictionary<FigureName, Estimate> Figures(bool fromItems, CompareOptions options, string side) =>
        fromItems && _figures is not null ? _figures : SummaryFigures.Of(Summary, options, side);
}
