using System.CommandLine;

namespace Headrace.Cli.Models;

/// <summary><c>headrace models</c>: what functions infer with.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "Import models into ONNX, and look into them.") { Import(), ShowModelCommand.Create() };

    private static Command Import() => new("import", "Make an ONNX model of one in another format.") { ImportDarknetCommand.Create() };
}
