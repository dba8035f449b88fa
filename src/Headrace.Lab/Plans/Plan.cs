namespace Headrace.Lab.Plans;

/// <summary>What a run sends, where to, when, how often, and when it stops. Read from <c>PLAN.yaml</c> by <see cref="PlanReader"/>.</summary>
public sealed record Plan
{
    public required string Name { get; init; }

    /// <summary>Everything random (arrivals, think times, payloads, trace ids) follows from it.</summary>
    public required long Seed { get; init; }

    /// <summary>The plan's text, as it goes into the run folder.</summary>
    public required string Text { get; init; }

    public required Pattern Pattern { get; init; }

    public required Target Target { get; init; }

    public required PayloadSource Payload { get; init; }

    public Sweep Sweep { get; init; } = new();

    /// <summary>How often every level is measured.</summary>
    public int Repetitions { get; init; } = 1;

    /// <summary>Once more before, as repetition 0, which no figure counts.</summary>
    public bool WarmUp { get; init; }

    /// <summary>Between one level's end and the next one's start.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Every level starts at the next such moment instead.</summary>
    public Cron? Every { get; init; }

    public StopRules Stop { get; init; } = new();

    /// <summary>How long a request may go without its answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Forces cold starts before every level, where the sweep does not say otherwise.</summary>
    public bool Cold { get; init; }
}
