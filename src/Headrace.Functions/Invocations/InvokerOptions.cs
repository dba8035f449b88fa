using Headrace.Functions.Environments;
using Headrace.Functions.Registry;

namespace Headrace.Functions.Invocations;

/// <summary>How functions run on this machine.</summary>
public sealed record InvokerOptions
{
    /// <summary>The environments' folders and merged layers; emptied at start.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Our bootstraps of managed runtimes: <c>functions/runtimes</c>.</summary>
    public required string RuntimesFolder { get; init; }

    /// <summary>The published built-in functions: <c>bootstrap</c> and its native libraries. Null: <c>dotnet10</c> functions bring their own.</summary>
    public string? BuiltInFolder { get; init; }

    /// <summary>The engine's endpoint, for <c>AWS_ENDPOINT_URL</c>; asked for each time a runtime starts.</summary>
    public required Func<Uri> Endpoint { get; init; }

    /// <summary>The credentials an environment of this version gets.</summary>
    public required Func<FunctionVersion, SessionCredentials> Credentials { get; init; }

    /// <summary>Concurrent invocations of the account: AWS's default.</summary>
    public int AccountConcurrency { get; init; } = LambdaLimits.ConcurrentExecutions;

    /// <summary>Bytes that environments may have reserved; null is three quarters of what is available at start.</summary>
    public long? MemoryBudget { get; init; }

    /// <summary>
    /// What an environment reserves of its MemorySize before its function has been measured; after that it reserves what such an
    /// environment has needed at most, and a quarter more. 1 reserves MemorySize, measured or not.
    /// </summary>
    /// <remarks>Few functions use what they may: 300 of 6 GB each run on a small machine. Each is still held to its own cap.</remarks>
    public double UnmeasuredShare { get; init; } = 0.25;

    /// <summary>An environment idle for longer is given back.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>An environment older than this is replaced, as Lambda does, before its credentials expire.</summary>
    public TimeSpan LongestLife { get; init; } = TimeSpan.FromHours(6);

    /// <summary>The INIT phase's budget (Lambda: 10 s).</summary>
    public TimeSpan InitBudget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Invocations that may wait for an environment; one more is throttled.</summary>
    public int MostWaiting { get; init; } = 4096;

    /// <summary>How long one may wait for memory before it is throttled.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Initialisations under way at once.</summary>
    public int MostStarting { get; init; } = Math.Max(32, 16 * Environment.ProcessorCount);

    /// <summary>How long a runtime may take to end after SIGTERM when the engine stops.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gives each environment the processors that its MemorySize buys on Lambda, once it is initialised; else it has all of them, whatever its MemorySize.</summary>
    public bool CpuShare { get; init; }

    /// <summary>False runs functions as plain processes even where bwrap works.</summary>
    public bool UseSandbox { get; init; } = true;
}
