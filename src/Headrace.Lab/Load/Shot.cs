using Headrace.Lab.Load.Http;
using Headrace.Lab.Records;

namespace Headrace.Lab.Load;

/// <summary>One item on its way, from its schedule to its record.</summary>
public sealed class Shot
{
    /// <summary>In the run, from 1.</summary>
    public required long Number { get; init; }

    public required Level Level { get; init; }

    /// <summary>From 1.</summary>
    public required int Site { get; init; }

    /// <summary>Since the run's start.</summary>
    public required TimeSpan Due { get; init; }

    public required Payload Payload { get; init; }

    /// <summary>The object's key, or the item's number.</summary>
    public required string Id { get; set; }

    public string Function { get; set; } = "";

    public string Trace { get; set; } = "";

    public required Moment Intended { get; init; }

    public Moment Sent { get; set; }

    public Moment Answered { get; set; }

    public Moment Visible { get; set; }

    public string RequestId { get; set; } = "";

    public ItemStatus Status { get; set; }

    public string Error { get; set; } = "";

    /// <summary>As it goes over the wire; null again once it is sent.</summary>
    internal RequestBuffer? Request { get; set; }

    public void Fail(ItemStatus status, string error) => (Status, Error) = (status, error);

    public Item ToItem() => new()
    {
        Id = Id,
        Level = Level.Load.Level,
        Repetition = Level.Repetition,
        Variant = Level.Variant.Name,
        Site = Load.Level.SiteName(Site),
        Function = Function,
        Size = Payload.Bytes.Length,
        Intended = Intended,
        Sent = Sent,
        Uploaded = Answered,
        Visible = Visible,
        RequestId = RequestId,
        Trace = Trace,
        Status = Status,
        Error = Error,
    };
}
