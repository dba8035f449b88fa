namespace Headrace.Calibration.Joining;

/// <param name="Clock">On the gauge's own clock.</param>
/// <param name="Offset">How far that clock is ahead of UTC.</param>
public readonly record struct Reading(DateTime Clock, TimeSpan Offset, double Value)
{
    public DateTime Utc => Clock - Offset;
}
