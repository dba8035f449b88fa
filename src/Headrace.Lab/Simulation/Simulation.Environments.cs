namespace Headrace.Lab.Simulation;

/// <content>Environments: started, taken newest first, kept while idle, given back.</content>
public sealed partial class Simulation
{
    /// <summary>Environments that may not start yet, because too many do.</summary>
    private readonly Queue<int> _pending = new();

    /// <summary>Functions whose invocations wait for memory.</summary>
    private readonly Queue<int> _blocked = new();

    private int _starting;

    /// <param name="boundTo">The invocation that asked for it, which is Lambda's way; -1: whoever waits longest.</param>
    private void Start(int function, int boundTo)
    {
        var environment = _environments.Make(function, _clock.Now);
        _environments[environment].BoundTo = boundTo;
        _functions[function].Starting++;
        _startable--;
        if (_starting < (_model.Host?.MostStarting ?? int.MaxValue))
        {
            BeginStart(environment);
        }
        else
        {
            _pending.Enqueue(environment);
        }
    }

    private void BeginStart(int environment)
    {
        ref var row = ref _environments[environment];
        _starting++;
        row.StartedAt = _clock.Now;
        row.Sample = _times.Cold.Count == 1 ? 0 : _random.Next(_times.Cold.Count);
        _clock.Begin(Piece(Work.Start, environment), _times.Cold[row.Sample].Startup, _coldCores);
    }

    private void Started(int environment)
    {
        ref var row = ref _environments[environment];
        row.Startup = _clock.Now - row.StartedAt;
        _functions[row.Function].Starting--;
        _starting--;
        if (_pending.TryDequeue(out var next))
        {
            BeginStart(next);
        }

        if (row.BoundTo >= 0)
        {
            Serve(row.BoundTo, environment);
        }
        else
        {
            Offer(environment);
            StartWaiting(row.Function);
        }
    }

    private void Serve(int invocation, int environment)
    {
        ref var row = ref _rows[invocation];
        ref var host = ref _environments[environment];
        var isCold = host.Served++ == 0 && !host.IsProvisioned;
        host.Running++;
        host.BoundTo = -1;
        row.Environment = environment;
        row.Attempts++;
        row.Started = _clock.Now;
        row.InitStarted = isCold ? host.StartedAt : double.NaN;
        row.Init = isCold ? host.Startup : double.NaN;
        _active++;
        var run = isCold ? _times.Cold[host.Sample].Run : Draw(_times.Warm);
        _clock.Begin(Piece(Work.Run, invocation), run * (1 + (_model.Slowdown * (host.Running - 1))), isCold ? _coldCores : _warmCores);
        Place(environment, ref host);
    }

    /// <summary>To the invocations that wait longest, else it waits for the next.</summary>
    private void Offer(int environment)
    {
        ref var row = ref _environments[environment];
        ref var waiting = ref _functions[row.Function].Waiting;
        while (row.Running < _model.PerEnvironment && waiting.Count > 0)
        {
            Serve(waiting.Take(_rows), environment);
        }

        Place(environment, ref row);
        for (var count = row.Running == 0 ? _blocked.Count : 0; count > 0; count--)
        {
            var function = _blocked.Dequeue();
            _functions[function].IsBlocked = false;
            StartWaiting(function);
        }
    }

    private void Place(int environment, ref SimulatedEnvironment row)
    {
        row.IdleSince = _clock.Now;
        _environments.Move(environment, row.Running >= _model.PerEnvironment ? EnvironmentList.None
            : row.Running > 0 ? EnvironmentList.Open
            : row.IsProvisioned ? EnvironmentList.Ready : EnvironmentList.Idle);
    }

    /// <summary>An environment for every invocation that has none coming, as far as memory goes.</summary>
    private void StartWaiting(int function)
    {
        ref var state = ref _functions[function];
        while (state.Waiting.Count > state.Starting * _model.PerEnvironment)
        {
            if (_environments.Alive >= (_model.Host?.MostEnvironments ?? int.MaxValue))
            {
                if (_environments.LongestIdle < 0)
                {
                    if (!state.IsBlocked)
                    {
                        state.IsBlocked = true;
                        _blocked.Enqueue(function);
                    }

                    return;
                }

                _environments.Discard(_environments.LongestIdle);
            }

            Start(function, boundTo: -1);
        }
    }

    private void ForgetIdle()
    {
        while (_environments.LongestIdle is >= 0 and var oldest && _clock.Now - _environments[oldest].IdleSince > _model.KeepAlive)
        {
            _environments.Discard(oldest);
        }
    }
}
