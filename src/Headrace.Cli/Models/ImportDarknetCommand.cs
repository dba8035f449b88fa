using System.CommandLine;
using System.Globalization;
using Headrace.Onnx.Format;
using Headrace.Vision.Darknet;

namespace Headrace.Cli.Models;

/// <summary><c>headrace models import darknet</c>.</summary>
internal static class ImportDarknetCommand
{
    public static Command Create()
    {
        var cfg = new Argument<string>("MODEL.cfg") { Description = "The network" };
        var weights = new Argument<string>("MODEL.weights") { Description = "Its weights" };
        var names = new Option<string?>("--names") { Description = "The classes' names, one a line; without it COCO's where there are 80 classes", HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = "The model to write", HelpName = "MODEL.onnx", Required = true };
        var command = new DocumentedCommand("darknet", "Make an ONNX model of a Darknet network (YOLOv2 to v4 and their small relatives) and its weights.", """
            Examples:
              headrace models import darknet yolov3-tiny.cfg yolov3-tiny.weights --out yolov3-tiny.onnx
              headrace models import darknet boats.cfg boats.weights --names boats.names --out boats.onnx

            Input of the model: image, float32 [N,3,height,width], RGB from 0 to 1. Output of a detector: detections, float32
            [N,rows,5+classes]: centre x and y, width, height (0 to 1), objectness, score of each class times objectness.
            """)
        {
            cfg, weights, names, output,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = parsed.GetValue(output)!;
            var classes = parsed.GetValue(names) is { } namesFile ? Lines(await ReadAsync(namesFile, File.ReadAllTextAsync, cancellationToken)) : null;
            var layers = await ReadAsync(parsed.GetValue(cfg)!, File.ReadAllTextAsync, cancellationToken);
            var numbers = await ReadAsync(parsed.GetValue(weights)!, File.ReadAllBytesAsync, cancellationToken);
            try
            {
                var model = DarknetImporter.Import(layers, numbers, classes);
                Write(model, target);
            }
            catch (DarknetException refusal)
            {
                var network = parsed.GetValue(cfg);
                var file = refusal.File switch { DarknetFile.Weights => parsed.GetValue(weights), DarknetFile.Names => parsed.GetValue(names), _ => network };
                var place = refusal.Line > 0 && refusal.File != DarknetFile.Cfg ? $", for {network}" : "";
                throw new CommandException($"{file}{place}: {refusal.Message}", refusal);
            }

            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target} ({new FileInfo(target).Length:#,0} bytes); headrace models show {target} tells what is in it"));
            return HeadraceCommand.Succeeded;
        });
        return command;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static async Task<T> ReadAsync<T>(string path, Func<string, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path}: {fault.Message}", fault);
        }
    }

    /// <summary>All of it or nothing: a file that is there is whole.</summary>
    private static void Write(ModelProto model, string path)
    {
        var fresh = $"{path}.{Environment.ProcessId}.new";
        try
        {
            using (var stream = new FileStream(fresh, FileMode.Create))
            {
                model.Write(stream);
            }

            File.Move(fresh, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            if (File.Exists(fresh))
            {
                File.Delete(fresh);
            }

            throw new CommandException($"{path}: {fault.Message}", fault);
        }
    }
}
