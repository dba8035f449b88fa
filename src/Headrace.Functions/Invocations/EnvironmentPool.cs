using Headrace.Functions.Environments;
using Headrace.Functions.Registry;

namespace Headrace.Functions.Invocations;

/// <summary>The environments of one revision of one version. Guarded by the invoker's lock.</summary>
internal sealed class EnvironmentPool(FunctionVersion version, FunctionLoad load, FunctionMetrics metrics)
{
    public FunctionVersion Version { get; } = version;

    public FunctionLoad Load { get; } = load;

    public FunctionMetrics Metrics { get; } = metrics;

    /// <summary>Bytes of one environment.</summary>
    public long EnvironmentMemory { get; } = version.MemorySize * 1024L * 1024;

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

    public bool IsEmpty => Count == 0 && Waiting.Count == 0;
}
