using System.CommandLine;
using System.Text.Json;
using Headrace.Cli.Demo;

namespace Headrace.Cli.Detect;

/// <summary><c>headrace detect run</c>: the client of either system.</summary>
internal static class DetectRunCommand
{
    public static Command Create()
    {
        var client = new ClientOptions();
        var input = new Option<string>("--input") { Description = "The folder of images", HelpName = "FOLDER", Required = true };
        var execType = new Option<string>("--exec-type") { Description = "Who detects: a REST server (local), or a bucket, its function and a table (aws)", Required = true }.AcceptOnlyFromAmong("local", "aws");
        var model = new Option<string?>("--model") { Description = "local without --endpoint: the detector to start a server with for this run", HelpName = "M.onnx" };
        var bucket = new Option<string?>("--bucket") { Description = "aws: where to upload", HelpName = "B" };
        var table = new Option<string?>("--table") { Description = "aws: where the results come", HelpName = "T" };
        var wait = new Option<int>("--timeout") { Description = "aws: seconds to wait for a result after its upload", HelpName = "S", DefaultValueFactory = _ => 120 }.Between(1, 86_400);
        var concurrency = new Option<int>("--concurrency") { Description = "How many images are under way at once", HelpName = "N", DefaultValueFactory = _ => 2 * Environment.ProcessorCount }.Between(1, 1_000);
        var output = new Option<string>("--output") { Description = "The file for detections and times; totals go to NAME.summary.json", HelpName = "out.json", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the totals as JSON instead of a table" };
        var command = new DocumentedCommand("run", "Detect a folder's images, locally or in the cloud, and measure transfer and inference.", """
            Examples:
              headrace detect run --input photos --exec-type local --model yolov3-tiny.onnx --output out.json
              headrace detect run --input photos --exec-type local --endpoint http://127.0.0.1:5003 --output out.json
              headrace detect run --input photos --exec-type aws --bucket photos-in --table detections --output out.json

            out.json is an array of {id, input_image, objects: [{label, accuracy, box}], inference_ms, transfer_ms}; a failed image has error besides.
            inference_ms is the detector's own time, decoding included; transfer_ms for local the rest of the request, for aws the upload.
            The table at the end has a line for each exec type that was run with this --output. Exit code 0 only when every image has its result.
            """)
        {
            input, execType, model, bucket, table, wait, concurrency, output, json,
        };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = FilesOf(parsed.GetRequiredValue(input));
            var kind = parsed.GetRequiredValue(execType);
            await using IDetectionTarget target = kind == "aws"
                ? Aws(client, parsed, parsed.GetValue(bucket), parsed.GetValue(table), parsed.GetValue(wait))
                : await LocalAsync(client.GivenEndpoint(parsed), parsed.GetValue(model), cancellationToken);
            var isJson = parsed.GetValue(json);
            var (images, wallMs) = await DemoProgress.ShowAsync(
                isJson, "detecting", files.Count, progress => DetectionRun.OverAsync(target, files, parsed.GetValue(concurrency), progress, cancellationToken));
            var all = DetectionRun.Write(parsed.GetRequiredValue(output), images, DetectionRun.TotalsOf(kind, images, wallMs));
            Console.Out.WriteLine(isJson ? JsonSerializer.Serialize(all, DetectJson.Default.DictionaryStringDetectionTotals) : DetectionRun.ToTable(all.Values));
            foreach (var failed in images.Where(image => image.Error is not null))
            {
                await Console.Error.WriteLineAsync($"headrace: {failed.InputImage}: {failed.Error}");
            }

            return images.TrueForAll(image => image.Error is null) ? HeadraceCommand.Succeeded : HeadraceCommand.Failed;
        });
        return command;
    }

    public static IReadOnlyList<string> FilesOf(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CommandException($"There is no folder {folder}.");
        }

        List<string> files = [.. Directory.EnumerateFiles(folder).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)];
        return files.Count > 0 ? files : throw new CommandException($"There is no file in {folder}.");
    }

    private static AwsTarget Aws(ClientOptions client, ParseResult parsed, string? bucket, string? table, int seconds)
    {
        var (endpoint, credentials, region) = client.Read(parsed);
        return new AwsTarget(
            endpoint, credentials, region,
            bucket ?? throw new CommandException("--exec-type aws needs --bucket: where to upload."),
            table ?? throw new CommandException("--exec-type aws needs --table: where the results come."),
            TimeSpan.FromSeconds(seconds));
    }

    private static async Task<RestTarget> LocalAsync(string? server, string? model, CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            return Uri.TryCreate(server, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
                ? new RestTarget(endpoint, own: null)
                : throw new CommandException($"'{server}' is not a URL such as http://127.0.0.1:5003.");
        }

        var own = await DetectServer.StartAsync(
            model ?? throw new CommandException("--exec-type local needs --model, or the --endpoint of a server that runs."), "127.0.0.1", 0, cancellationToken);
        return new RestTarget(own.Endpoint, own);
    }
}
