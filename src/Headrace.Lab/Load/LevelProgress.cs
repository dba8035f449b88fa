using Headrace.Lab.Plans;

namespace Headrace.Lab.Load;

/// <summary>How far a run is.</summary>
/// <param name="Done">Levels behind it.</param>
/// <param name="Levels">In all.</param>
/// <param name="Load">Null: none yet.</param>
/// <param name="Since">When it began, since the run's start.</param>
public sealed record LevelProgress(int Done, int Levels, string What, PlannedLoad? Load, TimeSpan Since);
