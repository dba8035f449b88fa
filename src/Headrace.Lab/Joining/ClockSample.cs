using Headrace.Lab.Records;

namespace Headrace.Lab.Joining;

/// <summary>A moment that the service stamped, and what the client's clock said before and after it: one bound is enough.</summary>
/// <param name="Before">Something the client did that came first; unknown: no bound.</param>
/// <param name="Service">By the service's clock, cut to its granularity.</param>
/// <param name="After">Something the client saw that came later; unknown: no bound.</param>
/// <param name="Granularity">Milliseconds: 1 of log lines and event times, 1,000 of a Date header.</param>
public readonly record struct ClockSample(Moment Before, Moment Service, Moment After, double Granularity)
{
    /// <summary>The service's clock minus the client's is at least this, milliseconds.</summary>
    public double Least => After.IsKnown ? Service.Since(After) : double.NegativeInfinity;

    public double Most => Before.IsKnown ? Service.Since(Before) + Granularity : double.PositiveInfinity;
}
