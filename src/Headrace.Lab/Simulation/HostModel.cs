namespace Headrace.Lab.Simulation;

/// <summary>The one machine of a local engine: its processors are shared equally by all that runs on it, starts included (processor sharing).</summary>
/// <remarks>With it, queued events wait for room instead of being throttled, and an environment that falls free goes to whoever waits longest.</remarks>
public sealed record HostModel
{
    public required double Cores { get; init; }

    /// <summary>What one invocation or start keeps busy when it is alone; 0.5 is one that waits half its time.</summary>
    public double CoresPerInvocation { get; init; } = 1;

    /// <summary>
    /// 0 to 1: how busy other programs keep the processors. It counts where starts are held back (<see cref="StartsByLoad"/>); times that were measured
    /// beside the same programs are as slow already.
    /// </summary>
    public double OtherLoad { get; init; }

    /// <summary>Initialisations under way at once.</summary>
    public int MostStarting { get; init; } = int.MaxValue;

    /// <summary>What memory allows.</summary>
    public int MostEnvironments { get; init; } = int.MaxValue;

    /// <summary>
    /// Whether queued events start environments as the engine's do: while the processors are busy up to their number, else in a tenth of a second
    /// twice their number or as many as there are.
    /// </summary>
    public bool StartsByLoad { get; init; } = true;
}
