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
            """)
        {
            json,
        };
        command.SetAction(parsed => HeadraceCommand.Succeeded);
        return command;
    }
}
