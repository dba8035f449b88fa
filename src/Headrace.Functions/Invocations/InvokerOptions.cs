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
    public int AccountConcurrency { get; init; } = 1000;

    /// <summary>Bytes that environments may have reserved, by their MemorySize; null is three quarters of what is available at start.</summary>
    public long? MemoryBudget { get; init; }

    /// <summary>An environment idle for longer is given back.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(10);

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

    /// <summary>False runs functions as plain processes even where bwrap works.</summary>
    public bool UseSandbox { get; init; } = true;
}
