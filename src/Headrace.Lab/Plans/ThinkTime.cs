namespace Headrace.Lab.Plans;

/// <summary>What a caller waits between an answer and its next request: evenly spread from least to most.</summary>
public readonly record struct ThinkTime(TimeSpan Least, TimeSpan Most)
{
    public TimeSpan Next(Random random) => Most == Least ? Least : Least + (random.NextDouble() * (Most - Least));
}
