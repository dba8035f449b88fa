using System.CommandLine;

namespace Headrace.Cli.Detect;

/// <summary><c>headrace detect</c>: object detection as a local server, and the client that drives it or the cloud's.</summary>
internal static class DetectCommand
{
    public static Command Create() => new("detect", "Object detection: a local REST server, and a client that drives it or a bucket with a function behind it.")
    {
        DetectServeCommand.Create(),
        DetectRunCommand.Create(),
    };
}
