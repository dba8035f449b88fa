using System.CommandLine;

namespace Headrace.Cli.Demo;

/// <summary><c>headrace demo classify</c>.</summary>
internal static class ClassifyDemoCommand
{
    public static Command Create()
    {
        var requests = new Option<int>("--requests") { Description = "How many predictions to ask for", HelpName = "N", DefaultValueFactory = _ => 1000 }.Between(1, 10_000_000);
        var users = new Option<int>("--users") { Description = "How many ask at once, each waiting for its answer", HelpName = "N", DefaultValueFactory = _ => 10 }.Between(1, 1_000);
        var memory = new Option<int>("--memory") { Description = "The function's memory", HelpName = "MB", DefaultValueFactory = _ => 128 }.Between(128, 10_240);
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table" };
        var command = new DocumentedCommand("classify", "Ask a function for the species of irises over HTTP, as POST /predict behind its URL. Ends with what it measured.", """
            Examples:
              headrace demo classify
              headrace demo classify --requests 10000 --users 50
              headrace demo classify --memory 1769 --json

            Exit code 0 only when every answer was right.
            """)
        {
            requests, users, memory, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (isJson, count) = (parsed.GetValue(json), parsed.GetValue(requests));
            var report = await DemoProgress.ShowAsync(
                isJson, "classify", count, progress => ClassifyDemo.RunAsync(count, parsed.GetValue(users), parsed.GetValue(memory), progress, cancellationToken));
            Console.Out.WriteLine(isJson ? report.ToJson() : report.ToTable());
            foreach (var reason in report.Reasons)
            {
                await Console.Error.WriteLineAsync($"headrace: {reason}");
            }

            return report.Failures == 0 ? HeadraceCommand.Succeeded : HeadraceCommand.Failed;
        });
        return command;
    }
}
