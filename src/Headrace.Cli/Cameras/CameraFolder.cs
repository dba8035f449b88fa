using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Headrace.Cli.Demo;
using Headrace.Scenes.Fleet;
using Headrace.Scenes.Hydrology;
using Headrace.Scenes.Rendering;

namespace Headrace.Cli.Cameras;

/// <summary>A fleet's pictures and the truth about them, as files.</summary>
internal sealed class CameraFolder(string folder, ImmutableArray<CameraSite> fleet, (int Width, int Height) size, bool withObjects)
{
    /// <exception cref="CommandException">A file cannot be written.</exception>
    public async Task<CamerasReport> WriteAsync(CameraClock clock, int imagesPerSite, TimeSpan interval, DemoProgress progress, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var stages = new StringBuilder[fleet.Length];
        var objects = new StringBuilder[fleet.Length];
        try
        {
            Directory.CreateDirectory(folder);
            await Parallel.ForAsync(0, fleet.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (index, cancelled) =>
                (stages[index], objects[index]) = await WriteSiteAsync(fleet[index], clock, imagesPerSite, interval, progress, cancelled));
            var sites = fleet.Select(site => SiteConfiguration.Of(site, size.Width, size.Height, $"truth/{site.Id}/ground_truth.png")).ToImmutableArray();
            await File.WriteAllTextAsync(Path.Combine(folder, "sites.json"), SiteConfiguration.ToJson(sites) + "\n", cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "hydrograph.csv"), $"{Hydrograph.CsvHeader}\n{string.Concat<StringBuilder>(stages)}", cancellationToken);
            if (withObjects)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "objects.jsonl"), string.Concat<StringBuilder>(objects), cancellationToken);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The pictures cannot be written: {failure.Message}", failure);
        }

        return new CamerasReport(folder, fleet.Length, fleet.Length * imagesPerSite, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1));
    }

    private async Task<(StringBuilder Stages, StringBuilder Objects)> WriteSiteAsync(
        CameraSite site, CameraClock clock, int images, TimeSpan interval, DemoProgress progress, CancellationToken cancellationToken)
    {
        var (pictures, truth) = (Path.Combine(folder, site.Id), Path.Combine(folder, "truth", site.Id));
        Directory.CreateDirectory(pictures);
        Directory.CreateDirectory(truth);
        var (stages, objects) = (new StringBuilder(), new StringBuilder());
        var start = clock.StartAt(site);
        var scene = new CameraScene(site, size.Width, size.Height);
        var seen = new List<double>();
        byte[] mask = [];
        for (var image = 0; image < images; image++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var time = site.LocalTime(start + (interval * image));
            var stage = site.Hydrograph.StageAt(time);
            var frame = scene.Render(time, stage, withObjects);
            var name = site.ImageName(time);
            await File.WriteAllBytesAsync(Path.Combine(pictures, name), frame.EncodeJpeg(), cancellationToken);
            mask = frame.EncodeMask();
            await File.WriteAllBytesAsync(Path.Combine(truth, Path.ChangeExtension(name, ".png")), mask, cancellationToken);
            stages.Append(Hydrograph.CsvLine(site.Id, time, stage)).Append('\n');
            if (withObjects)
            {
                var boxes = frame.Objects.Select(found => new ObjectBox(found.Label, [found.Box.X, found.Box.Y, found.Box.Width, found.Box.Height]));
                objects.Append(JsonSerializer.Serialize(new ObjectsLine(site.Id, $"{site.Id}/{name}", [.. boxes]), CamerasJson.Default.ObjectsLine)).Append('\n');
            }

            seen.Add(stage);
            progress.Advance();
        }

        // The mask that pictures are verified by is drawn once per site, as by hand: at the middle of the stages seen.
        if (images > 1 || withObjects)
        {
            seen.Sort();
            mask = scene.Render(start, seen[seen.Count / 2]).EncodeMask();
        }

        await File.WriteAllBytesAsync(Path.Combine(truth, "ground_truth.png"), mask, cancellationToken);
        return (stages, objects);
    }
}
