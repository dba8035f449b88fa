using Headrace.Lab.Costs;
using Headrace.Lab.Importing;
using Headrace.Lab.Reporting;
using Headrace.Lab.Simulation;
using Headrace.Lab.Statistics;

namespace Headrace.Lab.Records;

/// <summary>A run's folder as a whole: what was measured, and what is derived from it.</summary>
public static class RunFiles
{
    /// <exception cref="LabException">No run is there, or it cannot be read.</exception>
    public static (Run Run, LocustFigures Locust) Read(string path)
    {
        var run = Run.Read(path);
        return (run, LocustFigures.Read(run.Folder));
    }

    /// <summary>Writes everything.</summary>
    /// <returns>What the run says.</returns>
    public static RunSummary Write(Run run, LocustFigures locust)
    {
        run.Write();
        if (!locust.IsEmpty)
        {
            locust.Write(run.Folder);
        }

        return Derive(run, locust);
    }

    /// <summary>Writes what follows from the run: <see cref="RunFolder.SummaryJson"/>, <see cref="RunFolder.SummaryMarkdown"/>, <see cref="RunFolder.Report"/>.</summary>
    /// <returns>What the run says.</returns>
    /// <exception cref="LabException">There is nothing in the run.</exception>
    public static RunSummary Derive(Run run, LocustFigures locust)
    {
        if (run.Items.Count == 0 && locust.IsEmpty)
        {
            throw new LabException($"{run.Folder.Path} holds no items: there is nothing to report{string.Concat(run.Manifest.Remarks.Select(remark => $"; {remark}"))}");
        }

        var folder = run.Folder;
        var summary = (run.Items.Count > 0 ? RunSummary.Of(run.Items, run.Manifest, new SummaryOptions()) : LocustSummary.Of(locust, run.Manifest)) with
        {
            Cost = new Calculation(PriceList.Default, new LambdaSettings()).Of(run.Items, null),
            Simulation = SimulationFile.Find(folder),
        };
        return LabFile.Guard(folder.Path, "written", () =>
        {
            SummaryJson.Write(summary, folder.SummaryJson);
            SummaryMarkdown.Write(summary, folder.SummaryMarkdown);
            ReportPage.Write(folder.Report, run.Items, summary);
            return summary;
        });
    }
}
