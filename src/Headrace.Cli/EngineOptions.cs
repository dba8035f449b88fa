using Headrace.Events;
using Headrace.Functions.Registry;
using Headrace.Wire.Events;
using Headrace.Wire.Signing;

namespace Headrace.Cli;

/// <summary>What an engine is started with. The defaults run on a laptop.</summary>
public sealed record EngineOptions
{
    public required string DataFolder { get; init; }

    /// <summary>An IP address, or <c>localhost</c>.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 picks a free one.</summary>
    public int Port { get; init; } = 4566;

    /// <summary>False believes unsigned requests; refused unless <see cref="Host"/> is loopback.</summary>
    public bool Authenticate { get; init; } = true;

    /// <summary>Null: the data folder's own, made at its first start.</summary>
    public AwsCredentials? Credentials { get; init; }

    /// <summary>Multiplies the asynchronous queue's waits; 1 is AWS's own pace.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>What S3 event records say they are.</summary>
    public S3EventVersion EventVersion { get; init; } = S3EventVersion.Newest;

    /// <summary>What at-least-once delivery is asked to do wrong, for tests of functions.</summary>
    public DeliveryFaults Faults { get; init; } = DeliveryFaults.None;

    /// <summary>Functions run only as roles that IAM has on record; otherwise an unknown role is taken for one that trusts Lambda.</summary>
    public bool StrictRoles { get; init; }

    /// <summary>Executions at once over all functions.</summary>
    public int AccountConcurrency { get; init; } = LambdaLimits.ConcurrentExecutions;

    /// <summary>Bytes that all execution environments together may be promised; null: three quarters of the machine's memory.</summary>
    public long? MemoryBudget { get; init; }

    /// <summary>Functions have the processors that their MemorySize buys on Lambda; else all of them.</summary>
    public bool CpuShare { get; init; }
}
