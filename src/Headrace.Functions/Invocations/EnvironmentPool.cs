using Headrace.Functions.Environments;
using Headrace.Functions.Registry;
using Headrace.Telemetry.Metrics;

namespace Headrace.Functions.Invocations;

/// <summary>The environments of one revision of one version. Guarded by the invoker's lock.</summary>
internal sealed class EnvironmentPool(FunctionVersion version, FunctionLoad load, MetricStore metrics, double unmeasuredShare)
{
    private const long Megabyte = 1024 * 1024;
    private const long Slack = 8 * Megabyte;

    private readonly Dictionary<string, FunctionMetrics> _metrics = [];
    private long _measured;

    public FunctionVersion Version { get; } = version;

    public FunctionLoad Load { get; } = load;

    /// <summary>Bytes to reserve for one environment.</summary>
    public long EnvironmentMemory => unmeasuredShare >= 1 ? Cap
        : _measured == 0 ? (long)(Cap * unmeasuredShare)
        : Math.Min(Cap, (_measured * 5 / 4) + Slack);

    /// <summary>Oldest first; the newest is taken.</summary>
    public List<ExecutionEnvironment> Idle { get; } = [];

    /// <summary>Invocations without an environment, first come first served.</summary>
    public LinkedList<Waiter> Waiting { get; } = [];

    /// <summary>Environments that initialise.</summary>
    public int Starting { get; set; }

    /// <summary>All environments: initialising, idle and working.</summary>
    public int Count { get; set; }

    /// <summary>Environments to keep initialised.</summary>
    public int Provisioned
    {
        get;
        set
        {
            Load.RunningProvisioned -= RunningProvisioned;
            Load.Provisioned += value - field;
            field = value;
            Load.RunningProvisioned += RunningProvisioned;
        }
    }

    /// <summary>Invocations admitted and not over.</summary>
    public int Running
    {
        get;
        set
        {
            Load.RunningProvisioned -= RunningProvisioned;
            field = value;
            Load.RunningProvisioned += RunningProvisioned;
        }
    }

    /// <summary>Of these, the ones that the provisioned environments take.</summary>
    public int RunningProvisioned => Math.Min(Running, Provisioned);

    /// <summary>Whether the initialisation that ended last had failed.</summary>
    public bool HasFailedInit { get; set; }

    /// <summary>Environments are stopped as they fall idle.</summary>
    public bool IsRetired { get; set; }

    private long Cap => Version.MemorySize * Megabyte;

    public bool IsEmpty => Count == 0 && Waiting.Count == 0;

    /// <summary>Learns what an environment has needed.</summary>
    /// <param name="peak">Bytes.</param>
    public void Measure(long peak) => _measured = Math.Max(_measured, peak);

    /// <summary>The series to count into when the function was invoked by this name.</summary>
    public FunctionMetrics MetricsOf(string invokedArn)
    {
        if (!_metrics.TryGetValue(invokedArn, out var known))
        {
            _metrics.Add(invokedArn, known = new FunctionMetrics(metrics, Version, invokedArn));
        }

        return known;
    }
}
