namespace Headrace.Lab.Simulation;

/// <summary>All environments. Each function takes its newest first; the ones that are idle longest over all functions are given back first.</summary>
internal sealed class EnvironmentTable
{
    private const int Lists = 4;

    private readonly int[] _newest;
    private SimulatedEnvironment[] _rows = new SimulatedEnvironment[1024];
    private int _firstIdle = -1;
    private int _lastIdle = -1;

    public EnvironmentTable(int functions)
    {
        _newest = new int[functions * Lists];
        Array.Fill(_newest, -1);
    }

    /// <summary>Ever made.</summary>
    public int Made { get; private set; }

    /// <summary>There now.</summary>
    public int Alive { get; private set; }

    public int MostAlive { get; private set; }

    public int Idle { get; private set; }

    public int[] AliveOf => field ??= new int[_newest.Length / Lists];

    public ref SimulatedEnvironment this[int environment] => ref _rows[environment];

    public int Make(int function, double now)
    {
        if (Made == _rows.Length)
        {
            Array.Resize(ref _rows, Made * 2);
        }

        _rows[Made] = new SimulatedEnvironment { Function = function, BoundTo = -1, StartedAt = now, Newer = -1, Older = -1, IdleBefore = -1, IdleAfter = -1 };
        Alive++;
        AliveOf[function]++;
        MostAlive = Math.Max(MostAlive, Alive);
        return Made++;
    }

    /// <summary>An environment of the function that can take an invocation: one that runs some already, a provisioned one, the one last idle; -1: none.</summary>
    public int Free(int function)
    {
        for (var list = EnvironmentList.Open; ; list = list == EnvironmentList.Open ? EnvironmentList.Ready : EnvironmentList.Idle)
        {
            if (_newest[(function * Lists) + (int)list] is >= 0 and var environment)
            {
                return environment;
            }

            if (list == EnvironmentList.Idle)
            {
                return -1;
            }
        }
    }

    /// <summary>The environment that has been idle longest, of any function; -1: none.</summary>
    public int LongestIdle => _firstIdle;

    public void Discard(int environment)
    {
        Move(environment, EnvironmentList.None);
        Alive--;
        AliveOf[_rows[environment].Function]--;
    }

    public void Move(int environment, EnvironmentList list)
    {
        ref var row = ref _rows[environment];
        if (row.List == list)
        {
            return;
        }

        if (row.List != EnvironmentList.None)
        {
            Leave(environment, ref row);
        }

        row.List = list;
        if (list != EnvironmentList.None)
        {
            Join(environment, ref row);
        }
    }

    private void Join(int environment, ref SimulatedEnvironment row)
    {
        ref var newest = ref _newest[(row.Function * Lists) + (int)row.List];
        (row.Older, row.Newer) = (newest, -1);
        if (newest >= 0)
        {
            _rows[newest].Newer = environment;
        }

        newest = environment;
        if (row.List == EnvironmentList.Idle)
        {
            Idle++;
            (row.IdleBefore, row.IdleAfter) = (_lastIdle, -1);
            (_lastIdle >= 0 ? ref _rows[_lastIdle].IdleAfter : ref _firstIdle) = environment;
            _lastIdle = environment;
        }
    }

    private void Leave(int environment, ref SimulatedEnvironment row)
    {
        (row.Newer >= 0 ? ref _rows[row.Newer].Older : ref _newest[(row.Function * Lists) + (int)row.List]) = row.Older;
        if (row.Older >= 0)
        {
            _rows[row.Older].Newer = row.Newer;
        }

        if (row.List == EnvironmentList.Idle)
        {
            Idle--;
            (row.IdleBefore >= 0 ? ref _rows[row.IdleBefore].IdleAfter : ref _firstIdle) = row.IdleAfter;
            (row.IdleAfter >= 0 ? ref _rows[row.IdleAfter].IdleBefore : ref _lastIdle) = row.IdleBefore;
        }
    }
}
