using Headrace.Lab.Records;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Comparing;

/// <summary>One side of a comparison.</summary>
/// <param name="Items">Null: only its summary is there (an import of a tool that counts by itself).</param>
public sealed record ComparedRun(string Name, RunSummary Summary, ItemTable? Items)
{
    /// <param name="path">A run's folder, or a summary.json.</param>
    /// <exception cref="LabException">Neither is there.</exception>
    public static ComparedRun Read(string path)
    {
        if (File.Exists(path))
        {
            var alone = SummaryJson.Read(path);
            return new(alone.Run.Name, alone, null);
        }

        var folder = new RunFolder(path);
        if (File.Exists(folder.Manifest) && File.Exists(folder.Events))
        {
            var run = Run.Read(path);

            // Not the summary beside them: it may be older than the items.
            return new(run.Manifest.Name, RunSummary.Of(run.Items, run.Manifest, new() { Replicates = 0 }), run.Items);
        }

        if (!File.Exists(folder.SummaryJson))
        {
            throw new LabException($"{path} is no run: it has neither events.csv and run.json nor summary.json");
        }

        var summary = SummaryJson.Read(folder.SummaryJson);
        return new(summary.Run.Name, summary, null);
    }
}
