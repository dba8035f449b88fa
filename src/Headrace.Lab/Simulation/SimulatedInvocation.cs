namespace Headrace.Lab.Simulation;

/// <summary>One arrival and what became of it. Milliseconds since the simulation's start; a mutable row of one large array.</summary>
public struct SimulatedInvocation
{
    public double Arrived { get; internal set; }

    /// <summary>When it reached Lambda: upload, event and network behind it.</summary>
    public double Received { get; internal set; }

    /// <summary>When its environment began to be made; not a number on a warm one.</summary>
    public double InitStarted { get; internal set; }

    /// <summary>The last attempt's start; not a number if there was none.</summary>
    public double Started { get; internal set; }

    /// <summary>The last attempt's end; not a number if there was none.</summary>
    public double Ended { get; internal set; }

    /// <summary>When its result could be seen, or it was given up.</summary>
    public double Visible { get; internal set; }

    /// <summary>Milliseconds that its environment took to start, on its processors' share; not a number on a warm one.</summary>
    public double Init { get; internal set; }

    public int Site { get; internal set; }

    public int Repetition { get; internal set; }

    /// <summary>-1: none.</summary>
    public int Environment { get; internal set; }

    /// <summary>Runs of the function.</summary>
    public int Attempts { get; internal set; }

    public int Throttles { get; internal set; }

    public Outcome Outcome { get; internal set; }

    /// <summary>Throttles in a row, for the back-off.</summary>
    internal int BackOff;

    /// <summary>The next in whatever queue it stands in; -1: last.</summary>
    internal int Next;

    public readonly bool IsCold => !double.IsNaN(InitStarted);

    /// <summary>Milliseconds from arrival to the last thing seen of it.</summary>
    public readonly double Response => Visible - Arrived;
}
