using System.CommandLine;

namespace Headrace.Cli.Demo;

/// <summary><c>headrace demo</c>: whole paths on an engine of their own, which is gone afterwards.</summary>
internal static class DemoCommand
{
    public static Command Create() => new("demo", "Run a whole path on an engine of its own, which is gone afterwards.") { Preprocess(), DetectDemoCommand.Create(), ClassifyDemoCommand.Create(), GaugeDemoCommand.Create() };

    private static DocumentedCommand Preprocess()
    {
        var images = new Option<int>("--images") { Description = "How many photographs to make and upload", HelpName = "N", DefaultValueFactory = _ => 100 }.Between(1, 1_000_000);
        var input = new Option<string?>("--input") { Description = "Upload this folder's files instead", HelpName = "FOLDER" };
        var concurrency = new Option<int>("--concurrency")
        {
            Description = "How many images are under way at once",
            HelpName = "N",
            DefaultValueFactory = _ => 2 * Environment.ProcessorCount,
        }.Between(1, 1_000);
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table" };
        var command = new DocumentedCommand("preprocess", "Upload photographs to a bucket; a function makes each a gray 256x256 image in another bucket. Ends with what it measured.", """
            Examples:
              headrace demo preprocess
              headrace demo preprocess --images 1000 --json
              headrace demo preprocess --input ~/Pictures --concurrency 8

            Exit code 0 only when every image has its result.
            """)
        {
            images, input, concurrency, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isJson = parsed.GetValue(json);
            var photographs = parsed.GetValue(input) is { } folder ? DemoImages.FromFolder(folder) : DemoImages.Made(parsed.GetValue(images));
            var report = await DemoProgress.ShowAsync(
                isJson, "preprocess", photographs.Count, progress => PreprocessDemo.RunAsync(photographs, parsed.GetValue(concurrency), progress, cancellationToken));
            Console.Out.WriteLine(isJson ? report.ToJson() : report.ToTable());
            foreach (var (key, reason) in report.Failures.Take(10))
            {
                await Console.Error.WriteLineAsync($"headrace: {key}: {reason}");
            }

            return report.Failed == 0 ? HeadraceCommand.Succeeded : HeadraceCommand.Failed;
        });
        return command;
    }
}
