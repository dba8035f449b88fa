namespace Headrace.Lab.Statistics;

/// <param name="Name"><c>lag</c>, <c>upload</c>, <c>queue</c>, <c>spawn</c>, <c>init</c>, <c>download</c>, <c>decode</c>, <c>infer</c>, <c>draw</c>, <c>write</c>, <c>run</c> (what the handler did not break down), <c>visible</c>.</param>
/// <param name="Milliseconds">Mean.</param>
public sealed record Stage(string Name, double Milliseconds);
