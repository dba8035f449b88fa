namespace Headrace.Gauge.History;

/// <summary>Which rows are wanted. Databases choose by site and time; the rest is as in a calibration.</summary>
/// <param name="Site">Null: every site.</param>
/// <param name="From">On the camera's own clock, inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="MinimumIou">Rows whose mask agrees less with the ground truth are left out; rows without a score stay. 0: none is.</param>
/// <param name="Daylight">Hours of the camera's clock, the second one exclusive, past midnight where the first is the larger; null: all day.</param>
public sealed record HistoryFilter(string? Site, DateTime? From, DateTime? To, bool VerifiedOnly, double MinimumIou, (int From, int To)? Daylight)
{
    /// <summary>What databases do not ask.</summary>
    public bool Keeps(HistoryRow row) => (row.IsVerified || !VerifiedOnly) && !(row.IouScore < MinimumIou) && IsWithinHours(row.Time.Hour);

    private bool IsWithinHours(int hour) => Daylight is not var (from, to) || (from <= to ? hour >= from && hour < to : hour >= from || hour < to);
}
