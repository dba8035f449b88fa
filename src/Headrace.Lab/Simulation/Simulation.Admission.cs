namespace Headrace.Lab.Simulation;

/// <content>Who may run: concurrency, the scaling rate, throttles and the asynchronous queue's retries.</content>
public sealed partial class Simulation
{
    private const double Second = 1000;
    private const double FirstRetry = 60 * Second;
    private const double SecondRetry = 120 * Second;
    private const double LongestBackOff = 300 * Second;

    private void Attempt(int invocation)
    {
        ref var row = ref _rows[invocation];
        if (_model.IsAsynchronous && (_model.Reserved == 0 || _clock.Now >= Deadline(row)))
        {
            Settle(ref row, Outcome.Dropped);
            return;
        }

        var function = FunctionOf(invocation);
        if (_model.Host is not null && _model.IsAsynchronous)
        {
            Hold(function, invocation);
        }
        else if (ConcurrencyLeft(function) <= 0)
        {
            Throttle(invocation, ref row);
        }
        else if (_environments.Free(function) is >= 0 and var free)
        {
            Enter(function);
            Serve(invocation, free);
        }
        else if (_model.Host is not null || IsRoomInStarting(function))
        {
            Enter(function);
            _functions[function].Waiting.Add(_rows, invocation);
            StartWaiting(function);
        }
        else if (TakeToken(function))
        {
            Enter(function);
            if (_model.PerEnvironment == 1)
            {
                Start(function, boundTo: invocation);
            }
            else
            {
                _functions[function].Waiting.Add(_rows, invocation);
                Start(function, boundTo: -1);
            }
        }
        else
        {
            Throttle(invocation, ref row);
        }
    }

    private void Enter(int function)
    {
        _sharedRunning += _functions[function].Running++ >= _model.Provisioned ? 1 : 0;
        _mostAdmitted = Math.Max(_mostAdmitted, ++_admitted);
    }

    private void Leave(int function)
    {
        _sharedRunning -= --_functions[function].Running >= _model.Provisioned ? 1 : 0;
        _admitted--;
    }

    /// <summary>How many more invocations of the function may run. Provisioned concurrency is the function's own and taken out of the account's.</summary>
    private int ConcurrencyLeft(int function)
    {
        var running = _functions[function].Running;
        return _model.Reserved is { } reserved
            ? reserved - running
            : Math.Max(0, _model.Provisioned - running) + _model.AccountConcurrency - (_functions.Length * _model.Provisioned) - _sharedRunning;
    }

    private bool IsRoomInStarting(int function)
    {
        ref var state = ref _functions[function];
        return _model.PerEnvironment > 1 && state.Waiting.Count < state.Starting * _model.PerEnvironment;
    }

    /// <summary>One of the starts that the scaling rate allows: refilled all the time, up to the burst.</summary>
    private bool TakeToken(int function)
    {
        ref var state = ref _functions[function];
        state.Tokens = Math.Min(_model.ScalingBurst, state.Tokens + ((_clock.Now - state.TokensAt) / Second * _model.ScalingPerSecond));
        state.TokensAt = _clock.Now;
        if (state.Tokens < 1 - 1e-9)
        {
            return false;
        }

        state.Tokens--;
        return true;
    }

    private void Throttle(int invocation, ref SimulatedInvocation row)
    {
        _throttles++;
        row.Throttles++;
        if (!_model.IsAsynchronous)
        {
            Settle(ref row, Outcome.Throttled);
            return;
        }

        var backOff = Math.Min(Math.ScaleB(Second, Math.Min(row.BackOff++, 16)), LongestBackOff);
        backOff *= _model.TimeScale * (_model.BackOffSpread > 0 ? 1 - (_model.BackOffSpread * _random.NextDouble()) : 1);
        Wait(invocation, Math.Min(_clock.Now + backOff, Math.Max(Deadline(row), _clock.Now)));
    }

    private void RetryAfterError(int invocation, ref SimulatedInvocation row)
    {
        row.BackOff = 0;
        var retry = _clock.Now + ((row.Attempts == 1 ? FirstRetry : SecondRetry) * _model.TimeScale);
        if (retry > Deadline(row))
        {
            Settle(ref row, Outcome.Dropped);
        }
        else
        {
            Wait(invocation, retry);
        }
    }

    private double Deadline(in SimulatedInvocation row) => row.Received + (_model.MaximumEventAge * _model.TimeScale);
}
