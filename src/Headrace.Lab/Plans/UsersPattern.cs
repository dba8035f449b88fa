namespace Headrace.Lab.Plans;

/// <summary>Users as Locust has them: each sends, waits for the answer, thinks, sends again, until the time is up.</summary>
/// <param name="SpawnRate">Users that begin per second.</param>
public sealed record UsersPattern(IReadOnlyList<int> Levels, double SpawnRate, TimeSpan Length, ThinkTime Think) : Pattern
{
    public override string Kind => "users";

    public override int Sites => Levels.Max();

    public override IEnumerable<PlannedLoad> Loads(long seed) => Levels.Select(users => new ClosedLoad(users, users, SpawnRate, Length, Think, seed, null));
}
