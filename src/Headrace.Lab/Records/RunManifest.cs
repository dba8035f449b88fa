namespace Headrace.Lab.Records;

/// <summary><c>run.json</c>: what a run was, so that its figures can be read without asking whoever made it.</summary>
public sealed record RunManifest
{
    public required string Name { get; init; }

    /// <summary><c>measured</c>, <c>imported</c> or <c>simulated</c>.</summary>
    public required string Kind { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Null: still running, or killed.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The plan's text; empty for an import.</summary>
    public string Plan { get; init => field = value ?? ""; } = "";

    public long? Seed { get; init; }

    /// <summary>Null: nothing was called.</summary>
    public string? Endpoint { get; init; }

    public string? Region { get; init; }

    public Machine? Machine { get; init; }

    /// <summary><c>headrace 0.1.0</c>, <c>.NET 10.0.4</c>, the endpoint's own where it says.</summary>
    public IReadOnlyList<string> Versions { get; init => field = value ?? []; } = [];

    /// <summary>The files that were imported, by name.</summary>
    public IReadOnlyList<string> Sources { get; init => field = value ?? []; } = [];

    /// <summary>The service's clock minus the client's.</summary>
    public ClockOffset? Clock { get; init; }

    public GeneratorVerdict? Generator { get; init; }

    /// <summary>Level by level, where the service ran on the generator's machine.</summary>
    public IReadOnlyList<LevelProcessors> Processors { get; init => field = value ?? []; } = [];

    /// <summary>Why it stopped: <c>done</c>, <c>interrupted</c>, <c>stop rule: error rate 12 % &gt; 5 %</c>.</summary>
    public string Stopped { get; init => field = value ?? ""; } = "";

    /// <summary>What a reader must know before the figures: rows left out, moments that ran backwards, what could not be joined.</summary>
    public IReadOnlyList<string> Remarks { get; init => field = value ?? []; } = [];
}

/// <param name="Memory">Bytes.</param>
public sealed record Machine(string Processor, int Cores, long Memory, string System);

/// <param name="Milliseconds">Add to the client's clock to get the service's.</param>
/// <param name="Error">± milliseconds: half the fastest round trip it was measured with, and the granularity of what was read.</param>
/// <param name="Samples">Round trips.</param>
public sealed record ClockOffset(double Milliseconds, double Error, int Samples);

/// <summary>The generator's own account: how late it sent (milliseconds after the intended moment) and what of a core it used.</summary>
/// <param name="WasBottleneck">The run failed: its latencies are the generator's, not the system's.</param>
public sealed record GeneratorVerdict(double LagP50, double LagP99, double LagMax, double ProcessorShare, bool WasBottleneck, string Sentence);
