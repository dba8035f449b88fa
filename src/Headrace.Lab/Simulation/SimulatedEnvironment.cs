namespace Headrace.Lab.Simulation;

/// <summary>One execution environment: a mutable row of the table, which links rows into lists by their numbers.</summary>
internal struct SimulatedEnvironment
{
    public int Function;

    /// <summary>Which list of its function's it is in.</summary>
    public EnvironmentList List;

    /// <summary>Invocations it has begun.</summary>
    public int Served;

    /// <summary>Invocations it runs.</summary>
    public int Running;

    /// <summary>The sample of <see cref="MeasuredTimes.Cold"/> it was made from.</summary>
    public int Sample;

    /// <summary>The invocation it is made for and nobody else's; -1: whoever waits.</summary>
    public int BoundTo;

    public bool IsProvisioned;

    public double StartedAt;

    /// <summary>Milliseconds that starting took.</summary>
    public double Startup;

    public double IdleSince;

    /// <summary>Neighbours in its function's list.</summary>
    public int Newer, Older;

    /// <summary>Neighbours among all idle environments.</summary>
    public int IdleBefore, IdleAfter;
}
