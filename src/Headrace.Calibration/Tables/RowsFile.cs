using System.Globalization;

namespace Headrace.Calibration.Tables;

/// <summary>The rows that were used, as CSV: what another program needs to learn from the same rows, and what residuals are made of.</summary>
public static class RowsFile
{
    public static void Write(TextWriter text, Calibration calibration)
    {
        var rois = string.Concat(Enumerable.Range(1, calibration.Forest.Width).Select(roi => string.Create(CultureInfo.InvariantCulture, $",roi_{roi}")));
        text.Write($"time{rois},stage,set,predicted,out_of_bag\n");
        foreach (var row in calibration.Rows)
        {
            text.Write(row.Pair.Clock.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            foreach (var count in row.Pair.Counts)
            {
                text.Write(',');
                text.Write(count.ToString("R", CultureInfo.InvariantCulture));
            }

            text.Write(string.Create(CultureInfo.InvariantCulture, $",{row.Pair.Stage:R},{(row.IsHeldOut ? "test" : "train")},{row.Predicted:R},{row.OutOfBag:R}\n"));
        }
    }
}
