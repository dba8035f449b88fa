using System.CommandLine;

namespace Headrace.Cli.Demo;

/// <summary><c>headrace demo detect</c>.</summary>
internal static class DetectDemoCommand
{
    public static Command Create()
    {
        var images = new Option<int>("--images") { Description = "How many river scenes to draw and upload", HelpName = "N", DefaultValueFactory = _ => 40 }.Between(1, 10_000);
        var input = new Option<string?>("--input") { Description = "Upload this folder's files instead", HelpName = "FOLDER" };
        var model = new Option<string?>("--model") { Description = "Detect with this ONNX model instead of the small one that comes along", HelpName = "M.onnx" };
        var concurrency = new Option<int>("--concurrency") { Description = "How many images are under way at once", HelpName = "N", DefaultValueFactory = _ => 2 * Environment.ProcessorCount }.Between(1, 1_000);
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a table" };
        var command = new DocumentedCommand("detect", "Upload images to a bucket; a function finds the objects in each and writes them to a table. Ends with what it measured.", """
            Examples:
              headrace demo detect
              headrace demo detect --input ~/Pictures --model yolov3-tiny.onnx
              headrace demo detect --images 200 --json

            The model that comes along is a toy: it was trained on drawn rivers and knows the boats, people and debris drawn there, nothing in a photograph.
            For photographs name a real detector with --model: an export of Ultralytics YOLO, or a Darknet network through `headrace models import darknet`.
            Exit code 0 only when every image has its result.
            """)
        {
            images, input, model, concurrency, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isJson = parsed.GetValue(json);
            if (parsed.GetValue(model) is { } file && !File.Exists(file))
            {
                throw new CommandException($"There is no model {file}.");
            }

            var given = parsed.GetValue(input) is { } folder ? Detect.DetectRunCommand.FilesOf(folder) : null;
            var scenes = Directory.CreateTempSubdirectory("headrace-scenes-");
            try
            {
                var count = given?.Count ?? parsed.GetValue(images);
                var report = await DemoProgress.ShowAsync(isJson, "detect", count, progress =>
                {
                    var files = given ?? DetectDemo.DrawScenes(scenes.FullName, count, progress);
                    return DetectDemo.RunAsync(files, parsed.GetValue(model), parsed.GetValue(concurrency), progress, cancellationToken);
                });
                Console.Out.WriteLine(isJson ? report.ToJson() : report.ToTable());
                foreach (var (name, reason) in report.Timing.Failures.Take(10))
                {
                    await Console.Error.WriteLineAsync($"headrace: {name}: {reason}");
                }

                return report.Failed == 0 ? HeadraceCommand.Succeeded : HeadraceCommand.Failed;
            }
            finally
            {
                scenes.Delete(recursive: true);
            }
        });
        return command;
    }
}
