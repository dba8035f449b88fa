namespace Headrace.Lab.Simulation;

/// <summary>The one machine of a local engine: its processors are shared equally by all that runs on it, starts included (processor sharing).</summary>
/// <remarks>With it, queued events wait for room instead of being throttled, and an environment that falls free goes to whoever waits longest.</remarks>
public sealed record HostModel
{
    /// <summary>However busy others are, this much of the cores is left: an operating system starves nobody.</summary>
    private const double LeastShare = 0.05;

    public required double Cores { get; init; }

    /// <summary>What one invocation or start keeps busy when it is alone, where that was not measured (<see cref="MeasuredTimes.Processors"/>): 0.5 is one that waits half its time.</summary>
    public double CoresPerInvocation { get; init; } = 1;

    /// <summary>
    /// 0 to 1: how busy other programs keep the processors. They hold back starts (<see cref="StartsByLoad"/>) and, where processor time was measured,
    /// take their part of the cores; times by the clock that were measured beside the same programs are as slow already.
    /// </summary>
    public double OtherLoad { get; init; }

    /// <summary>0 to 1: how busy the processors were before the first arrival. Programs that took all there was then take it again whenever something is left.</summary>
    public double BusyBefore { get; init; }

    /// <summary>Initialisations under way at once.</summary>
    public int MostStarting { get; init; } = int.MaxValue;

    /// <summary>What memory allows.</summary>
    public int MostEnvironments { get; init; } = int.MaxValue;

    /// <summary>
    /// Whether queued events start environments as the engine's do: while the processors are busy up to their number, else in a tenth of a second
    /// twice their number or as many as there are.
    /// </summary>
    public bool StartsByLoad { get; init; } = true;

    /// <summary>The engine's own limit of starts at once, on a machine of so many cores.</summary>
    public static int StartingOn(double cores) => Math.Max(32, 16 * (int)cores);

    /// <summary>Environments that fit the engine's default budget: three quarters of the memory, a quarter of what its function may use for each that was not measured yet.</summary>
    /// <param name="memory">Bytes.</param>
    /// <param name="memorySize">MB.</param>
    public static int EnvironmentsIn(long memory, int memorySize) => memorySize == 0 ? int.MaxValue : (int)Math.Max(1, memory / 4 * 3 / (memorySize * 262_144L));

    /// <summary>Cores that other programs leave to what takes these times.</summary>
    internal double CapacityFor(MeasuredTimes times) => Cores * (times.Processors is null ? 1 : Math.Max(LeastShare, 1 - OtherLoad));
}
