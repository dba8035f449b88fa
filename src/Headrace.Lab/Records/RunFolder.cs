namespace Headrace.Lab.Records;

/// <summary>A run on disk: what was planned, what was measured, what it says. Every lab command reads or writes one.</summary>
public sealed record RunFolder(string Path)
{
    /// <summary>One line an item, written as it happens.</summary>
    public string Events => In("events.csv");

    /// <summary>The <see cref="RunManifest"/>.</summary>
    public string Manifest => In("run.json");

    /// <summary>The plan as it was given, byte for byte.</summary>
    public string Plan => In("plan.yaml");

    /// <summary>The <see cref="Statistics.RunSummary"/>.</summary>
    public string SummaryJson => In("summary.json");

    public string SummaryMarkdown => In("summary.md");

    public string Report => In("report.html");

    /// <summary>The <see cref="Lab.Simulation.SimulationSummary"/>, where the run was simulated or held against the model.</summary>
    public string Simulation => In("simulation.json");

    /// <summary>The <see cref="Importing.LocustFigures"/>, where Locust's files were imported.</summary>
    public string Locust => In("locust.json");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
