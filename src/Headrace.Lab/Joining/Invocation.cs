using Headrace.Lab.Records;

namespace Headrace.Lab.Joining;

/// <summary>What a function's log says of one invocation (one attempt of it), by the service's clock.</summary>
public sealed class Invocation(string requestId, string environment)
{
    public string RequestId => requestId;

    /// <summary>The log stream.</summary>
    public string Environment => environment;

    /// <summary>The function's name; empty when neither log nor caller says.</summary>
    public string Function { get; internal set; } = "";

    /// <summary><c>1-581cf771-a006649127e371903a2de979</c></summary>
    public string Trace { get; internal set; } = "";

    /// <summary>INIT_START, on a cold start.</summary>
    public Moment InitStarted { get; internal set; }

    public Moment Started { get; internal set; }

    public Moment Ended { get; internal set; }

    /// <summary>Whether its REPORT was seen: only then its figures, and whether it was cold, are known.</summary>
    public bool IsReported { get; internal set; }

    /// <summary>Milliseconds.</summary>
    public double Init { get; internal set; } = double.NaN;

    /// <summary>Milliseconds.</summary>
    public double Duration { get; internal set; } = double.NaN;

    /// <summary>Milliseconds.</summary>
    public double Billed { get; internal set; } = double.NaN;

    /// <summary>MB.</summary>
    public int MemorySize { get; internal set; }

    /// <summary>MB.</summary>
    public int MaxMemoryUsed { get; internal set; }

    public HandlerPhases Phases { get; internal set; } = HandlerPhases.Unknown;

    public ItemStatus Status { get; internal set; }

    public string Error { get; internal set; } = "";

    /// <summary>The event's own time, where the handler logs it.</summary>
    public Moment EventTime { get; internal set; }

    /// <summary>The river camera's, by the gauge's log.</summary>
    public string Site { get; internal set; } = "";

    /// <summary>The image's name, by the gauge's log.</summary>
    public string Image { get; internal set; } = "";

    /// <summary>When the gauge began to write its row.</summary>
    public Moment RowWritten { get; internal set; }

    /// <summary>The item whose key stands in one of its lines; null: none does.</summary>
    public string? Key { get; internal set; }

    public bool IsCold => InitStarted.IsKnown || !double.IsNaN(Init);

    internal void Fail(ItemStatus status, string error)
    {
        // What the function said first is nearer to the cause than what the platform makes of it.
        Status = Status == ItemStatus.Succeeded || status == ItemStatus.TimedOut ? status : Status;
        Error = Error.Length == 0 ? error : Error;
    }
}
