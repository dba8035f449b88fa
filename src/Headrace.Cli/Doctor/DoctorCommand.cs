using System.CommandLine;

namespace Headrace.Cli.Doctor;

/// <summary><c>headrace doctor</c>: what this machine gives the engine.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table" };
        var command = new DocumentedCommand("doctor", "Show which isolation, limits, native libraries and interpreters are in force on this machine.", """
            Examples:
              headrace doctor
              headrace doctor --json

            Exit code 0 only when an engine can start here.
            """)
        {
            json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await DoctorReport.MakeAsync(cancellationToken);
            Console.Out.WriteLine(parsed.GetValue(json) ? report.ToJson() : report.ToText());
            return report.IsHealthy ? HeadraceCommand.Succeeded : HeadraceCommand.Failed;
        });
        return command;
    }
}
