using System.Globalization;
using System.Text.Json.Serialization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Importing;

/// <summary>One image of <c>headrace detect run --output</c>.</summary>
/// <param name="InferenceMs">The detector's own time, decoding included.</param>
/// <param name="TransferMs">The rest of what the client waited.</param>
internal sealed record DetectionEntry([property: JsonRequired] string Id, string? InputImage, double? InferenceMs, double? TransferMs, string? Error)
{
    public static void Read(SourceFile file, ImportedParts parts)
    {
        var entries = SourceJson.Read(file, SourceJson.Default.ListDetectionEntry);
        if (entries.IndexOf(null!) is >= 0 and var empty)
        {
            throw LabException.At(file.Path, 1, 1, $"entry {empty + 1} is null");
        }

        // Its times are lengths only: each image begins where the one before ended, as a client with one image under way at once would do it.
        var at = Moment.At(File.GetLastWriteTimeUtc(file.Path));
        foreach (var entry in entries)
        {
            var (inference, transfer) = (entry.InferenceMs ?? double.NaN, entry.TransferMs ?? double.NaN);
            var (uploaded, visible) = (At(at, transfer), At(at, transfer + inference));
            parts.Items.Add(new Item
            {
                Id = entry.Id,
                Function = "detect",
                Intended = at,
                Sent = at,
                Uploaded = uploaded,
                Visible = visible,
                Phases = HandlerPhases.Unknown with { Infer = (float)inference },
                Status = entry.Error is null ? ItemStatus.Succeeded : ItemStatus.Failed,
                Error = entry.Error ?? "",
            });
            at = visible.IsKnown ? visible : at;
        }

        if (entries.Count > 0)
        {
            parts.Remarks.Add(string.Create(
                CultureInfo.InvariantCulture, $"{Path.GetFileName(file.Path)} has no times of day: its {entries.Count} images are set one after another, so rate, timeline and concurrency say nothing"));
        }
    }

    private static Moment At(Moment from, double milliseconds) => double.IsFinite(milliseconds) ? from.Plus(milliseconds) : Moment.Unknown;
}
