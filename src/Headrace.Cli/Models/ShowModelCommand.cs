using System.CommandLine;
using Headrace.Onnx.Format;

namespace Headrace.Cli.Models;

/// <summary><c>headrace models show</c>.</summary>
internal static class ShowModelCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("MODEL.onnx") { Description = "The model" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of tables" };
        var command = new DocumentedCommand("show", "Show a model's inputs and outputs, layers, parameters, operations and metadata.", """
            Examples:
              headrace models show yolov3-tiny.onnx
              headrace models show yolov3-tiny.onnx --json

            Operations are those of convolutions and matrix products for one image, a multiplication and its addition counted as two.
            """)
        {
            path, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var file = parsed.GetValue(path)!;
            try
            {
                var report = ModelReport.Of(file, ModelProto.Read(await File.ReadAllBytesAsync(file, cancellationToken)));
                Console.Out.WriteLine(parsed.GetValue(json) ? report.ToJson() : report.ToTables());
                return HeadraceCommand.Succeeded;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new CommandException(fault.Message, fault);
            }
            catch (OnnxFormatException broken)
            {
                throw new CommandException($"{file} is no ONNX model: {broken.Message}", broken);
            }
        });
        return command;
    }
}
