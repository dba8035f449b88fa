namespace Headrace.Vision.Detection;

/// <summary>How a detector's raw rows become objects.</summary>
public sealed record DetectorOptions
{
    /// <summary>Objects are kept above it.</summary>
    public double Confidence { get; init; } = 0.5;

    /// <summary>Intersection over union above which the less certain of two boxes goes.</summary>
    public double Overlap { get; init; } = 0.4;

    /// <summary>Threads of one run.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Where the optimised model is kept for the next cold start; null keeps none.</summary>
    public string? OptimisedCopy { get; init; }
}
