namespace Headrace.Lab.Plans;

/// <summary>One level of a pattern.</summary>
/// <param name="Level">As <see cref="Records.Item.Level"/>; 0: the pattern has none.</param>
/// <param name="Expected">Items, where it is known.</param>
public abstract record PlannedLoad(int Level, long? Expected);

/// <summary>Sent when the schedule says, whatever has become of what was sent before.</summary>
/// <param name="Arrivals">In the order of time; read once.</param>
public sealed record OpenLoad(int Level, IEnumerable<Arrival> Arrivals, long? Expected) : PlannedLoad(Level, Expected);

/// <summary>Callers that each send their next one when they have the answer to their last, and have thought.</summary>
/// <param name="SpawnRate">Callers that begin per second; infinite: all at once.</param>
/// <param name="Length">Null: until <paramref name="Expected"/> are sent.</param>
public sealed record ClosedLoad(int Level, int Callers, double SpawnRate, TimeSpan? Length, ThinkTime Think, long Seed, long? Expected) : PlannedLoad(Level, Expected);

/// <param name="Offset">Since the load's start.</param>
/// <param name="Site">From 1.</param>
public readonly record struct Arrival(TimeSpan Offset, int Site);
