namespace Headrace.Lab.Plans;

/// <summary>A stretch of time in which the rate goes evenly from one value to another.</summary>
/// <param name="From">Per second.</param>
/// <param name="To">Per second.</param>
public readonly record struct RateStep(double From, double To, TimeSpan Length)
{
    /// <summary>Arrivals in it: the area below the rate.</summary>
    public double Count => (From + To) / 2 * Length.TotalSeconds;

    /// <summary>When so many have arrived since its start: the smaller root of a t²/2 + from·t = count, with a = (to − from)/length.</summary>
    public TimeSpan TimeOf(double count)
    {
        if (count <= 0)
        {
            return TimeSpan.Zero;
        }

        var acceleration = (To - From) / Length.TotalSeconds;

        // In the form that does not divide by a vanishing acceleration.
        var root = Math.Sqrt(Math.Max(0, (From * From) + (2 * acceleration * count)));
        return TimeSpan.FromTicks(Math.Min(Length.Ticks, (long)(2 * count / (From + root) * TimeSpan.TicksPerSecond)));
    }
}
