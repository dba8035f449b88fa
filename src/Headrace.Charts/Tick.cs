namespace Headrace.Charts;

internal readonly record struct Tick(double Value, string Label);
