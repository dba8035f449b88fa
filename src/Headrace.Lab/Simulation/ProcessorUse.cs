namespace Headrace.Lab.Simulation;

/// <summary>Cores that an item keeps busy on average while it is alone, from its upload to its function's end: 0.5 is one that waits half its time.</summary>
/// <param name="Cold">On a new environment, its start included.</param>
/// <param name="Warm">On an environment that was there.</param>
public sealed record ProcessorUse(double Cold, double Warm);
