namespace Headrace.Lab.Plans;

/// <summary>N items as fast as so many callers can, for each N.</summary>
public sealed record BatchPattern(IReadOnlyList<int> Levels, int Parallelism, int Sites) : Pattern
{
    public override string Kind => "batch";

    public override int Sites { get; } = Sites;

    public override IEnumerable<PlannedLoad> Loads(long seed) =>
        Levels.Select(level => new ClosedLoad(level, Math.Min(level, Parallelism), double.PositiveInfinity, null, default, seed, level));
}
