namespace Headrace.Lab.Plans;

/// <summary>When things are sent: one of burst, batch, rate, users, replay.</summary>
public abstract record Pattern
{
    /// <summary>What the plan calls it.</summary>
    public abstract string Kind { get; }

    /// <summary>The loads of one repetition, one a level, in order.</summary>
    /// <param name="seed">Of this repetition.</param>
    public abstract IEnumerable<PlannedLoad> Loads(long seed);

    /// <summary>How many sites it speaks for at most: 1 to this.</summary>
    public abstract int Sites { get; }
}
