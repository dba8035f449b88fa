using System.CommandLine;
using Headrace.Lab.Exporting;
using Headrace.Lab.Records;

namespace Headrace.Cli.Lab;

/// <summary><c>headrace lab export</c>: a run in the columns that existing notebooks read.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run's folder" };
        var kind = new Option<string>("--as") { Description = "logsdata: one CSV, a line an item; locust: PREFIX_stats.csv, _stats_history.csv, _failures.csv", HelpName = "KIND", Required = true }.AcceptOnlyFromAmong("logsdata", "locust");
        var output = new Option<string>("--out") { Description = "logsdata: the file; locust: the PREFIX of the three files", HelpName = "FILE", Required = true };
        var zone = new Option<string>("--time-zone") { Description = "logsdata: of its times, which say none", HelpName = "ZONE", DefaultValueFactory = _ => "UTC" }
            .Check(text => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _), "a time zone such as UTC or America/Denver");
        var command = new DocumentedCommand("export", "Write a run in the columns that notebooks of the original experiment, or of Locust, read.", """
            Examples:
              headrace lab export runs/burst --as logsdata --out logsdata.csv
              headrace lab export runs/burst --as locust --out burst
            """)
        {
            run, kind, output, zone,
        };
        command.SetAction(parsed =>
        {
            var (read, locust) = RunFiles.Read(parsed.GetRequiredValue(run));
            var path = parsed.GetRequiredValue(output);
            IReadOnlyList<string> written = [path];
            if (parsed.GetRequiredValue(kind) == "logsdata")
            {
                if (read.Items.Count == 0)
                {
                    throw new CommandException($"{read.Folder.Path} has no single items, which logsdata has a line for each of.");
                }

                LogsDataExport.Write(path, read.Items, TimeZoneInfo.FindSystemTimeZoneById(parsed.GetValue(zone)!));
            }
            else
            {
                written = LocustExport.Write(path, read.Items.Count == 0 ? locust : LocustTally.Of(read.Items));
            }

            foreach (var file in written)
            {
                Console.Out.WriteLine(file);
            }

            Remarks.Say(read.Manifest.Remarks);
            return HeadraceCommand.Succeeded;
        });
        return command;
    }
}
