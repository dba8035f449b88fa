namespace Headrace.Lab.Plans;

/// <summary>N sites at the same instant, for each N.</summary>
public sealed record BurstPattern(IReadOnlyList<int> Levels) : Pattern
{
    public override string Kind => "burst";

    public override int Sites => Levels.Max();

    public override IEnumerable<PlannedLoad> Loads(long seed) =>
        Levels.Select(level => new OpenLoad(level, Enumerable.Range(1, level).Select(site => new Arrival(TimeSpan.Zero, site)), level));
}
