namespace Headrace.Lab.Simulation;

/// <param name="Time">Milliseconds since the simulation's start: when it is meant to be sent.</param>
public readonly record struct Arrival(double Time, int Site, int Repetition);
