namespace Headrace.Lab.Simulation;

/// <summary>One function's counts; a mutable row.</summary>
internal struct FunctionState
{
    /// <summary>Invocations admitted and not over: what counts against concurrency.</summary>
    public int Running;

    /// <summary>Environments that start.</summary>
    public int Starting;

    /// <summary>Environments it may still start, as of <see cref="TokensAt"/>.</summary>
    public double Tokens;

    public double TokensAt;

    /// <summary>Admitted invocations without an environment.</summary>
    public Line Waiting;

    /// <summary>Events that the engine's queue holds back.</summary>
    public Line Queue;

    /// <summary>Whether it stands among those that memory keeps from starting.</summary>
    public bool IsBlocked;

    /// <summary>First come, first served: invocations linked by <see cref="SimulatedInvocation.Next"/>.</summary>
    public struct Line()
    {
        public int Count;
        public int First = -1;
        public int Last = -1;

        public void Add(SimulatedInvocation[] rows, int invocation)
        {
            rows[invocation].Next = -1;
            (First < 0 ? ref First : ref rows[Last].Next) = invocation;
            Last = invocation;
            Count++;
        }

        public int Take(SimulatedInvocation[] rows)
        {
            var first = First;
            First = rows[first].Next;
            Count--;
            return first;
        }
    }
}
