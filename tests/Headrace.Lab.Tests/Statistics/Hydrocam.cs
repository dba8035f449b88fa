using System.Globalization;
using Headrace.Lab.Records;

namespace Headrace.Lab.Tests.Statistics;

/// <summary>The original run of 300 sites: ../shared/data/hydrocam/logsdata.csv as its notebook chose and grouped it.</summary>
internal static class Hydrocam
{
    private static readonly DateTime From = new(2025, 5, 2, 17, 30, 0, DateTimeKind.Utc);

    /// <summary>Images later than 2025-05-02 17:30; the level is how many sites have the image, 249 counted as 250.</summary>
    public static Item[] Items()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Headrace.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        var path = Path.Combine(folder!, "..", "shared", "data", "hydrocam", "logsdata.csv");
        Assert.SkipUnless(File.Exists(path), "../shared/data/hydrocam/logsdata.csv is not here");

        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split(','))
            .Where(row => DateTime.ParseExact(row[1]["image_capture_".Length..^".jpg".Length], "yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture) > From).ToArray();
        var sites = rows.CountBy(row => row[1]).ToDictionary();
        return [.. rows.Select(row => new Item
        {
            Id = $"{row[2]}/{row[1]}",
            Level = sites[row[1]] == 249 ? 250 : sites[row[1]],
            Function = row[2],
            EventTime = MomentOf(row[3]),
            Visible = MomentOf(row[4]),
            Ended = MomentOf(row[5]),
            Billed = double.Parse(row[6], CultureInfo.InvariantCulture),
            Cold = bool.Parse(row[7]),
        })];
    }

    private static Moment MomentOf(string text) =>
        text.Length == 0 ? Moment.Unknown : Moment.At(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
