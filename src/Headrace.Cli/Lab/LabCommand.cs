using System.CommandLine;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab</c>: load, measurement, statistics, report.</summary>
internal static class LabCommand
{
    public static Command Create() => new("lab", "Make load, measure, compare, report: on Headrace, on AWS or on any compatible endpoint.")
    {
        CompareCommand.Create(),
        RunCommand.Create(),
        CostCommand.Create(),
        SimulateCommand.Create(),
        TuneCommand.Create(),
    };
}
