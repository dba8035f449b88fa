namespace Headrace.Calibration.Forest;

/// <summary>How a forest is grown; names and defaults as scikit-learn's <c>RandomForestRegressor</c>.</summary>
public sealed record ForestOptions
{
    public int Trees { get; init; } = 100;

    /// <summary>Null: until leaves are pure or too small to split.</summary>
    public int? MaximumDepth { get; init; }

    /// <summary>The fewest different rows in a leaf.</summary>
    public int MinimumLeaf { get; init; } = 1;

    /// <summary>The fewest different rows in a node that is split.</summary>
    public int MinimumSplit { get; init; } = 2;

    /// <summary>The share of features, at least one, that each split chooses from.</summary>
    public double MaximumFeatures { get; init; } = 1;

    /// <summary>Each tree sees as many rows as there are, drawn with replacement; else all.</summary>
    public bool Bootstrap { get; init; } = true;

    /// <summary>The same seed, rows and options make the same forest, on any number of processors.</summary>
    public ulong Seed { get; init; } = 42;

    /// <exception cref="ArgumentOutOfRangeException" />
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trees, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumDepth ?? 1, 1, nameof(MaximumDepth));
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumLeaf, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumSplit, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumFeatures);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaximumFeatures, 1);
    }
}
