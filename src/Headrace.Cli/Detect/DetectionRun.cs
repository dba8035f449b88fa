using System.Collections.Concurrent;
using System.Text.Json;
using Headrace.Cli.Demo;

namespace Headrace.Cli.Detect;

/// <summary>Sends a folder's images to a target, some at once, and keeps what came back, in the order of the names.</summary>
internal static class DetectionRun
{
    public static async Task<(List<DetectedImage> Images, double WallMs)> OverAsync(
        IDetectionTarget target, IReadOnlyList<string> files, int concurrency, DemoProgress progress, CancellationToken cancellationToken)
    {
        var done = new ConcurrentDictionary<int, DetectedImage>();
        var begun = TimeProvider.System.GetTimestamp();
        await Parallel.ForEachAsync(
            files.Index(), new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken },
            async (file, aborted) =>
            {
                done[file.Index] = await target.DetectAsync(file.Item, aborted);
                progress.Advance();
            });
        return ([.. done.OrderBy(pair => pair.Key).Select(pair => pair.Value)], TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
    }

    public static DetectionTotals TotalsOf(string execType, IReadOnlyList<DetectedImage> images, double wallMs)
    {
        var inference = images.Where(image => image.Error is null).Select(image => image.InferenceMs ?? 0).ToArray();
        var transfer = images.Where(image => image.Error is null).Select(image => image.TransferMs ?? 0).ToArray();
        return new DetectionTotals(
            execType, images.Count, images.Count(image => image.Error is not null),
            Math.Round(inference.Sum(), 3), Math.Round(inference.DefaultIfEmpty().Average(), 3), Math.Round(transfer.Sum(), 3), Math.Round(transfer.DefaultIfEmpty().Average(), 3), Math.Round(wallMs, 3));
    }

    /// <summary>Writes the detections, and beside them the totals of every exec type that has been run into this file's name.</summary>
    /// <returns>The totals by exec type, this run's among them.</returns>
    public static Dictionary<string, DetectionTotals> Write(string output, List<DetectedImage> images, DetectionTotals totals)
    {
        var summary = Path.ChangeExtension(output, ".summary.json");
        Dictionary<string, DetectionTotals> all = [];
        if (File.Exists(summary))
        {
            try
            {
                all = JsonSerializer.Deserialize(File.ReadAllText(summary), DetectJson.Default.DictionaryStringDetectionTotals) ?? [];
            }
            catch (JsonException)
            {
                // Not ours, or cut short: this run's own totals are what is known.
            }
        }

        all[totals.ExecType] = totals;
        try
        {
            File.WriteAllText(output, JsonSerializer.Serialize(images, DetectJson.Default.ListDetectedImage));
            File.WriteAllText(summary, JsonSerializer.Serialize(all, DetectJson.Default.DictionaryStringDetectionTotals));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{output} cannot be written: {failure.Message}", failure);
        }

        return all;
    }

    public static string ToTable(IEnumerable<DetectionTotals> all)
    {
        var table = new TextTable("exec type", "images", "failed", "inference total ms", "average ms", "transfer total ms", "average ms");
        foreach (var one in all)
        {
            table.Add(one.ExecType, $"{one.Images}", $"{one.Failed}", Number(one.TotalInferenceMs), Number(one.AverageInferenceMs), Number(one.TotalTransferMs), Number(one.AverageTransferMs));
        }

        return table.ToString();

        static string Number(double value) => FormattableString.Invariant($"{value:0.0}");
    }
}
