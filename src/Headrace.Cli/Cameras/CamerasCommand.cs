using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Headrace.Cli.Demo;
using Headrace.Lab;
using Headrace.Scenes.Fleet;

namespace Headrace.Cli.Cameras;

/// <summary><c>headrace cameras</c>: river cameras that need no river, as files or as a live source.</summary>
internal static class CamerasCommand
{
    private const string DefaultStart = "2025-04-25T08:00";

    public static Command Create()
    {
        var sites = new Option<int>("--sites") { Description = "How many cameras", HelpName = "N", DefaultValueFactory = _ => 10 }.Between(1, 10_000);
        var output = new Option<string?>("--out") { Description = "The folder for pictures, masks, sites.json and hydrograph.csv", HelpName = "DIR" };
        var images = new Option<int>("--images-per-site") { Description = "How many pictures each camera takes", HelpName = "N", DefaultValueFactory = _ => 1 }.Between(1, 1_000_000);
        var start = new Option<string>("--start")
        {
            Description = "When the first picture is taken, on each site's own clock; with an offset (…Z, …+02:00): everywhere at that moment",
            HelpName = "TIME",
            DefaultValueFactory = _ => DefaultStart,
        }.Check(text => CameraClock.Parse(text) is not null, "a time such as 2025-04-25T08:00 or 2025-04-25T08:00:00Z");
        var interval = new Option<string>("--interval") { Description = "From one picture to the next", HelpName = "TIME", DefaultValueFactory = _ => "30m" }
            .Check(text => Duration.TryParse(text, out var span) && span >= TimeSpan.FromSeconds(1), "a time of at least 1s, such as 30s, 10m, 2h or 7d");
        var size = new Option<string>("--size") { Description = "Width and height of the pictures", HelpName = "WxH", DefaultValueFactory = _ => "1920x1080" }
            .Check(text => ParseSize(text) is not null, "a size such as 1920x1080, from 64x64 to 8192x8192");
        var seed = new Option<int>("--seed") { Description = "Another seed, other rivers; the same seed, the same bytes", HelpName = "N", DefaultValueFactory = _ => 1 };
        var objects = new Option<bool>("--objects") { Description = "Boats, people and debris besides, with their boxes in objects.jsonl" };
        var live = new Option<bool>("--live") { Description = "Upload each camera's picture to its bucket now and at every interval, until Ctrl+C" };
        var count = new Option<int?>("--count") { Description = "With --live: end after this many rounds", HelpName = "N" }
            .Check(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0, "a whole number from 1");
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text" };
        var client = new ClientOptions();
        var command = new DocumentedCommand("cameras", "Make pictures of river cameras, with the true stage and the true water masks, as files or as a live source.", """
            Examples:
              headrace cameras --sites 300 --out rivers
              headrace cameras --sites 3 --images-per-site 48 --interval 1h --size 960x540 --out rivers
              headrace cameras --sites 20 --live --interval 1m

            DIR then holds {site}/image_capture_yyyy-MM-dd_HH-mm-ss.jpg (the site's own time), truth/{site}/ with
            a mask of each picture's water, truth/{site}/ground_truth.png to verify by, sites.json (the gauge's
            configuration) and hydrograph.csv (site_id,time,stage_m).

            The rivers are procedural: they look like rivers and rise like rivers, but no such rivers exist.
            """)
        {
            sites, output, images, start, interval, size, seed, objects, live, count, json,
        };
        client.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(live) && result.GetValue(output) is null)
            {
                result.AddError("Say where to with --out DIR, or --live to upload.");
            }

            if (result.GetValue(live) && result.GetValue(output) is not null)
            {
                result.AddError("--live uploads and --out writes files: say one of them.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var fleet = Fleet(parsed.GetValue(sites), parsed.GetValue(seed));
            var pixels = ParseSize(parsed.GetValue(size)!)!.Value;
            var between = Duration.TryParse(parsed.GetValue(interval)!, out var span) ? span : TimeSpan.Zero;
            var isJson = parsed.GetValue(json);
            if (parsed.GetValue(live))
            {
                var source = new LiveCameras(client.Read(parsed), fleet, pixels, parsed.GetValue(objects), TimeProvider.System);
                return await source.RunAsync(between, parsed.GetValue(count), isJson, cancellationToken);
            }

            var clock = CameraClock.Parse(parsed.GetValue(start)!)!.Value;
            var folder = new CameraFolder(parsed.GetValue(output)!, fleet, pixels, parsed.GetValue(objects));
            var total = checked(fleet.Length * parsed.GetValue(images));
            var report = await DemoProgress.ShowAsync(isJson, "pictures", total, progress => folder.WriteAsync(clock, parsed.GetValue(images), between, progress, cancellationToken));
            Console.Out.WriteLine(isJson ? report.ToJson() : report.ToText());
            return HeadraceCommand.Succeeded;
        });
        return command;
    }

    private static ImmutableArray<CameraSite> Fleet(int sites, int seed)
    {
        try
        {
            return CameraFleet.Create(sites, seed);
        }
        catch (TimeZoneNotFoundException failure)
        {
            throw new CommandException("This machine has no time zone data: install tzdata.", failure);
        }
    }

    private static (int Width, int Height)? ParseSize(string text) =>
        text.Split('x') is [var across, var down]
            && int.TryParse(across, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(down, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && width is >= 64 and <= 8192 && height is >= 64 and <= 8192
            ? (width, height)
            : null;
}
