using System.CommandLine;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab</c>: load, measurement, statistics, report.</summary>
internal static class LabCommand
{
    public static Command Create() => new DocumentedCommand("lab", "Make load, measure, compare, report: on Headrace, on AWS or on any compatible endpoint.", """
        A run is a folder: run.json and events.csv (what was measured), and what is derived from them: summary.json, summary.md, report.html.

        Examples:
          headrace lab scale --sites 1,50,100 --out runs/scale
          headrace lab run --burst 1,20,50 --repetitions 5 --bucket uploads --cameras 640x480 --result-bucket results --out runs/burst
          headrace lab compare runs/burst runs/again --fail-if "p95>+10%"
          headrace lab import logsdata.csv --out runs/original
          headrace lab report runs/original
          headrace lab export runs/original --as logsdata --out again.csv
        """)
    {
        ImportCommand.Create(),
        ReportCommand.Create(),
        ExportCommand.Create(),
        CompareCommand.Create(),
        RunCommand.Create(),
        CostCommand.Create(),
        SimulateCommand.Create(),
        TuneCommand.Create(),
        ScaleCommand.Create(),
    };
}
