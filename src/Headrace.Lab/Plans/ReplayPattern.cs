namespace Headrace.Lab.Plans;

/// <summary>The moments of a recorded run again, at its pace or any other.</summary>
/// <param name="Recorded">In the order of time; the first at zero.</param>
/// <param name="Speed">2: twice as fast.</param>
public sealed record ReplayPattern(IReadOnlyList<Arrival> Recorded, double Speed) : Pattern
{
    public override string Kind => "replay";

    public override int Sites => Recorded.Max(arrival => arrival.Site);

    public override IEnumerable<PlannedLoad> Loads(long seed) => [new OpenLoad(0, Recorded.Select(arrival => arrival with { Offset = arrival.Offset / Speed }), Recorded.Count)];
}
