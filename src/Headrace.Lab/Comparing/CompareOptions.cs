namespace Headrace.Lab.Comparing;

/// <summary>How two runs are held against each other.</summary>
public sealed record CompareOptions
{
    /// <summary>Of the bootstrap: the same two runs give the same verdicts.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Draws of each figure.</summary>
    public int Replicates { get; init; } = 2000;

    /// <summary>The relative change that matters: a smaller one is no change, however sure it is.</summary>
    public double Margin { get; init; } = 0.05;
}
