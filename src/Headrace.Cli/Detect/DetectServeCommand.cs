using System.CommandLine;

namespace Headrace.Cli.Detect;

/// <summary><c>headrace detect serve</c>.</summary>
internal static class DetectServeCommand
{
    private const int UsualPort = 5003;

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port; 0 picks a free one", HelpName = "N", DefaultValueFactory = _ => UsualPort }.Between(0, 65_535);
        var host = new Option<string>("--host") { Description = "Address to listen on", HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1" };
        var model = new Option<string>("--model") { Description = "The detector: an ONNX file (headrace models import darknet makes one of a Darknet network)", HelpName = "M.onnx", Required = true };
        var command = new DocumentedCommand("serve", "Answer POST /api/object_detection: {\"id\", \"image_data\": base64} → {\"id\", \"objects\": [{\"label\", \"accuracy\", \"box\"}]}.", """
            Examples:
              headrace detect serve --model yolov3-tiny.onnx
              headrace detect serve --model yolov8n.onnx --port 8080
              curl -s http://127.0.0.1:5003/api/object_detection -d "{\"id\": \"1\", \"image_data\": \"$(base64 -w0 street.jpg)\"}"

            box is [left, top, width, height] in the image's pixels. The time that the detector took is in the header Server-Timing.
            Errors are {"error": "a sentence"}: 400 for what is missing, no base64 or no image; 413 above 32 MiB. GET /healthz says ok.
            """)
        {
            port, host, model,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var server = await DetectServer.StartAsync(parsed.GetRequiredValue(model), parsed.GetValue(host)!, parsed.GetValue(port), cancellationToken);
            Console.Out.WriteLine($"Detection is ready at {server.Endpoint.ToString().TrimEnd('/')}/api/object_detection. Ctrl+C stops it.");
            var stopped = new TaskCompletionSource();
            await using (cancellationToken.Register(stopped.SetResult))
            {
                await stopped.Task;
            }

            return HeadraceCommand.Succeeded;
        });
        return command;
    }
}
