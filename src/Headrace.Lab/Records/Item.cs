using System.Diagnostics.CodeAnalysis;

namespace Headrace.Lab.Records;

/// <summary>
/// One item of a run, from its intended start to its visible result: a line of <c>events.csv</c>. What nobody measured is unknown
/// (<see cref="Moment.Unknown"/>, not a number, an empty text), never zero.
/// </summary>
/// <remarks>Moments are UTC by the client's clock: the service's are shifted by the measured offset before they are written here.</remarks>
public readonly record struct Item
{
    private readonly ItemText _id, _requestId, _trace;

    public Item()
    {
    }

    /// <summary>With its ids as a file has them.</summary>
    [SetsRequiredMembers]
    internal Item(ItemText id, ItemText requestId, ItemText trace)
    {
        Id = "";
        (_id, _requestId, _trace) = (id, requestId, trace);
    }

    /// <summary>Unique within the run: an object's key, a request's number, the image's name and site.</summary>
    public required string Id { get => _id.ToString(); init => _id = new(value); }

    /// <summary>How many were meant to be in flight together: sites of a burst, items of a batch, users. 0: the pattern has no such number.</summary>
    public int Level { get; init; }

    /// <summary>From 1. 0: warm-up, which no figure counts.</summary>
    public int Repetition { get; init; } = 1;

    /// <summary>The sweep's setting, <c>memory=512 layout=shared</c>; empty without a sweep.</summary>
    public string Variant { get; init; } = "";

    public string Site { get; init; } = "";

    public string Function { get; init; } = "";

    /// <summary>Bytes of the payload; -1: unknown.</summary>
    public long Size { get; init; } = -1;

    /// <summary>When the plan wanted it sent: every latency starts here, so that a stalled generator or system cannot hide.</summary>
    public Moment Intended { get; init; }

    public Moment Sent { get; init; }

    /// <summary>When the upload or the request was answered.</summary>
    public Moment Uploaded { get; init; }

    /// <summary>The <c>eventTime</c> that the service wrote.</summary>
    public Moment EventTime { get; init; }

    /// <summary>When its environment began to be made (INIT_START); unknown on a warm one.</summary>
    public Moment InitStarted { get; init; }

    /// <summary>START.</summary>
    public Moment Started { get; init; }

    /// <summary>END.</summary>
    public Moment Ended { get; init; }

    /// <summary>When the result could be seen from outside: object, row or answer.</summary>
    public Moment Visible { get; init; }

    /// <summary>Milliseconds from the event to where an environment took it up.</summary>
    public double QueueAge { get; init; } = double.NaN;

    public string RequestId { get => _requestId.ToString(); init => _requestId = new(value); }

    /// <summary>The trace that its request named (<c>X-Amzn-Trace-Id: Root=1-…</c>, without <c>Root=</c>): what the handler's PHASES line repeats.</summary>
    public string Trace { get => _trace.ToString(); init => _trace = new(value); }

    /// <summary>The execution environment, by its log stream.</summary>
    public string Environment { get; init; } = "";

    /// <summary>Null: unknown.</summary>
    public bool? Cold { get; init; }

    /// <summary>REPORT's Init Duration, milliseconds.</summary>
    public double Init { get; init; } = double.NaN;

    /// <summary>REPORT's Duration, milliseconds.</summary>
    public double Duration { get; init; } = double.NaN;

    /// <summary>REPORT's Billed Duration, milliseconds.</summary>
    public double Billed { get; init; } = double.NaN;

    /// <summary>MB, as configured; 0: unknown.</summary>
    public int MemorySize { get; init; }

    /// <summary>MB, REPORT's Max Memory Used; 0: unknown.</summary>
    public int MaxMemoryUsed { get; init; }

    /// <summary>Where the handler's time went, by its own log line.</summary>
    public HandlerPhases Phases { get; init; } = HandlerPhases.Unknown;

    public ItemStatus Status { get; init; }

    /// <summary>The error's type or sentence; empty when it succeeded.</summary>
    public string Error { get; init; } = "";

    internal ItemText IdText => _id;

    internal ItemText RequestIdText => _requestId;

    internal ItemText TraceText => _trace;

    /// <summary>Its beginning as far as anyone knows: intended, else the event, else the first that was seen.</summary>
    public Moment FirstSeen => Intended.IsKnown ? Intended : EventTime.IsKnown ? EventTime : Sent.IsKnown ? Sent : InitStarted.IsKnown ? InitStarted : Started;

    /// <summary>The result, else the end, else the answer.</summary>
    public Moment LastSeen => Visible.IsKnown ? Visible : Ended.IsKnown ? Ended : Uploaded;

    /// <summary>Milliseconds from its beginning to the last thing that was seen of it.</summary>
    public double Response => LastSeen.Since(FirstSeen);

    /// <summary>Milliseconds from the event to the function's end, as the original 300-site experiment counted.</summary>
    public double EventToEnd => Ended.Since(EventTime);

    /// <summary>Milliseconds that the generator was late.</summary>
    public double Lag => Sent.Since(Intended);

    /// <summary>Milliseconds of the upload or the request.</summary>
    public double Upload => Uploaded.Since(Sent);
}
