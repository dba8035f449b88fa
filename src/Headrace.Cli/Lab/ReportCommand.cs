using System.CommandLine;
using Headrace.Lab.Records;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab report</c>: what follows from what was measured, written anew.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run's folder" };
        var command = new DocumentedCommand("report", "Derive summary.json, summary.md and report.html from a run; a killed one has what it had written.", """
            Examples:
              headrace lab report runs/burst
            """)
        {
            run,
        };
        command.SetAction(parsed =>
        {
            var (read, locust) = RunFiles.Read(parsed.GetRequiredValue(run));
            RunFiles.Derive(read, locust);
            foreach (var file in (string[])[read.Folder.SummaryJson, read.Folder.SummaryMarkdown, read.Folder.Report])
            {
                Console.Out.WriteLine(file);
            }

            Remarks.Say(read.Manifest.Remarks);
            return HeadraceCommand.Succeeded;
        });
        return command;
    }
}
