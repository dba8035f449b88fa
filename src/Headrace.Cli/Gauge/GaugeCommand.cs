using System.CommandLine;

namespace Headrace.Cli.Gauge;

/// <summary><c>headrace gauge</c>: what a river site needs besides the engine.</summary>
internal static class GaugeCommand
{
    public static Command Create() => new("gauge", "Set up river cameras that read the stage of the water.")
    {
        CalibrateCommand.Create(), HistoryCommand.Create(), SitesCommand.Create(), SchemaCommand.Create(),
    };
}
