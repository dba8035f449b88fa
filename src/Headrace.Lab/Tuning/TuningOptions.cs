namespace Headrace.Lab.Tuning;

public sealed record TuningOptions
{
    /// <summary>The function's name or ARN.</summary>
    public required string Function { get; init; }

    /// <summary>MB, as they shall be tried.</summary>
    public required IReadOnlyList<int> Memory { get; init; }

    /// <summary>What is invoked with, as it goes over the wire.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Rounds over all sizes: a cold invocation of each size and round. Whatever slows the machine for a while slows them all.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Warm invocations after each cold one.</summary>
    public int Warm { get; init; } = 10;

    /// <summary>Null: cheapest, however slow.</summary>
    public LatencyTarget? Target { get; init; }

    /// <summary>
    /// Processors that a run keeps busy here, where memory buys none: runs are counted as long as they would take on the share that AWS gives for the
    /// memory. Null: as measured.
    /// </summary>
    public double? Threads { get; init; }
}
