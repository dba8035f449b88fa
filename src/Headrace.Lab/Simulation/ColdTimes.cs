namespace Headrace.Lab.Simulation;

/// <param name="Startup">Milliseconds from an invocation's arrival without an environment until its function runs.</param>
/// <param name="Run">Milliseconds of that first run.</param>
public readonly record struct ColdTimes(double Startup, double Run);
