using System.CommandLine;
using Headrace.Scenes.Fleet;

namespace Headrace.Cli.Demo;

/// <summary><c>headrace demo gauge</c>.</summary>
internal static class GaugeDemoCommand
{
    public static Command Create()
    {
        var sites = new Option<int>("--sites") { Description = "How many cameras, each with a bucket of its own", HelpName = "N", DefaultValueFactory = _ => 300 }.Between(1, 10_000);
        var images = new Option<int>("--images-per-site") { Description = "How many pictures each camera sends, seven hours of river time apart", HelpName = "N", DefaultValueFactory = _ => 3 }.Between(1, 10_000);
        var width = new Option<int>("--width") { Description = "Width of the pictures, in pixels; they are 16:9", HelpName = "PIXELS", DefaultValueFactory = _ => 960 }.Between(320, 3840);
        var output = new Option<string>("--out") { Description = "Where the hydrograph, the scatter and the rows are written", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of tables" };
        var command = new DocumentedCommand("gauge", "River cameras upload pictures; one function reads the stage of the water from all of them. Ends with what it measured.", """
            The rivers are drawn, so the true stage is known; the segmentation network is the one that ships with Headrace. Each site is calibrated
            from its true masks at 21 stages, so what the network does wrong is in the error. Writes gauge-hydrograph.svg, gauge-scatter.svg and
            gauge-rows.csv, every picture's stage beside the true one.

            Some views defeat the network: a far bank at night that is smooth and as dark as the water. Their masks fail the verification (IoU with the
            site's ground truth above 0.9), as in the original: the error is given over all rows and over the verified ones.

            Examples:
              headrace demo gauge
              headrace demo gauge --sites 20 --images-per-site 40 --out rivers
              headrace demo gauge --width 1920 --json

            Exit code 0 only when every picture has its row.
            """)
        {
            sites, images, width, output, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (isJson, count, each) = (parsed.GetValue(json), parsed.GetValue(sites), parsed.GetValue(images));
            var size = (parsed.GetValue(width), (parsed.GetValue(width) * 9 / 16) + 1 & ~1);
            var pictures = Directory.CreateTempSubdirectory("headrace-rivers-");
            try
            {
                var report = await DemoProgress.ShowAsync(
                    isJson, "gauge", count + (count * each), progress => GaugeDemo.RunAsync(pictures.FullName, count, each, size, progress, TimeProvider.System, cancellationToken));
                report = report with { Pictures = Draw(report, parsed.GetValue(output)!) };
                Console.Out.WriteLine(isJson ? report.ToJson() : report.ToTable());
                if (!isJson)
                {
                    Console.Out.WriteLine($"\nwritten: {string.Join(", ", report.Pictures)}");
                }

                foreach (var line in report.Complaints)
                {
                    await Console.Error.WriteLineAsync($"headrace: {line}");
                }

                return report.Missing == 0 ? HeadraceCommand.Succeeded : HeadraceCommand.Failed;
            }
            finally
            {
                pictures.Delete(recursive: true);
            }
        });
        return command;
    }

    private static List<string> Draw(GaugeDemoReport report, string folder)
    {
        if (!report.Found.Any(row => row.Stage is not null))
        {
            return [];
        }

        var site = report.Found.Select(row => row.Image.SiteId).Min(StringComparer.Ordinal)!;
        var river = CameraFleet.Create(10_000, GaugeDemo.Seed).First(camera => camera.Id == site).Hydrograph;
        var (hydrograph, scatter, rows) = (Path.Combine(folder, "gauge-hydrograph.svg"), Path.Combine(folder, "gauge-scatter.svg"), Path.Combine(folder, "gauge-rows.csv"));
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(hydrograph, GaugeDemoCharts.Hydrograph(site, river, [.. report.Found.Where(row => row.Image.SiteId == site)]).ToSvg());
            File.WriteAllText(scatter, GaugeDemoCharts.Scatter(report.Found, report.RmseM).ToSvg());
            File.WriteAllText(rows, report.ToCsv());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The pictures cannot be written: {failure.Message}", failure);
        }

        return [hydrograph, scatter, rows];
    }
}
