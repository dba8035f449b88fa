using Headrace.Lab.Statistics;

namespace Headrace.Lab.Simulation;

/// <summary>
/// A discrete-event simulation: time jumps from one event (an arrival, the end of a start or of a run, a retry that falls due) to the next. Rows in
/// arrays, numbers for references, two heaps: nothing is allocated for an event.
/// </summary>
public sealed partial class Simulation
{
    private readonly LambdaModel _model;
    private readonly MeasuredTimes _times;
    private readonly SharedClock _clock;
    private readonly double _coldCores, _warmCores;
    private readonly EnvironmentTable _environments;
    private readonly FunctionState[] _functions;
    private readonly SimulatedInvocation[] _rows;
    private readonly PriorityQueue<int, (double Time, long Order)> _timers = new();
    private readonly TimelineRecorder _timeline = new();
    private RandomStream _random;
    private long _timerOrder;
    private long _throttles;
    private int _received;
    private int _finished;
    private int _active;
    private int _admitted;
    private int _mostAdmitted;
    private int _sharedRunning;

    private Simulation(LambdaModel model, MeasuredTimes times, Arrival[] arrivals, ulong seed)
    {
        _model = model;
        _times = times;
        _random = new RandomStream(seed);
        _clock = new SharedClock(model.Host, model.Host is { } host ? host.CapacityFor(times) : double.PositiveInfinity);
        (_coldCores, _warmCores) = times.Processors is { } measured ? (measured.Cold, measured.Warm) : (model.Host?.CoresPerInvocation ?? 1, model.Host?.CoresPerInvocation ?? 1);
        _environments = new EnvironmentTable(model.Functions);
        _functions = new FunctionState[model.Functions];
        for (var function = 0; function < _functions.Length; function++)
        {
            _functions[function] = new FunctionState { Tokens = model.ScalingBurst, Waiting = new(), Queue = new() };
            for (var count = 0; count < model.Provisioned; count++)
            {
                var environment = _environments.Make(function, 0);
                _environments[environment].IsProvisioned = true;
                _environments.Move(environment, EnvironmentList.Ready);
            }
        }

        _rows = Array.ConvertAll(arrivals, arrival => new SimulatedInvocation
        {
            Arrived = arrival.Time,
            Received = arrival.Time,
            InitStarted = double.NaN,
            Started = double.NaN,
            Ended = double.NaN,
            Init = double.NaN,
            Site = arrival.Site,
            Repetition = arrival.Repetition,
            Environment = -1,
            Next = -1,
        });
    }

    /// <param name="arrivals">In order of time.</param>
    /// <param name="seed">The same seed, model, times and arrivals give the same result.</param>
    /// <exception cref="LabException">The model's settings make no sense.</exception>
    public static SimulationResult Run(LambdaModel model, MeasuredTimes times, Arrival[] arrivals, ulong seed)
    {
        model.Validate();
        var simulation = new Simulation(model, times, arrivals, seed);
        simulation.Loop();
        return new SimulationResult
        {
            Model = model,
            Times = times,
            Invocations = simulation._rows,
            Throttles = simulation._throttles,
            Environments = simulation._environments.Made,
            PeakEnvironments = simulation._environments.MostAlive,
            PeakConcurrency = simulation._mostAdmitted,
            Timeline = simulation._timeline.Points,
        };
    }

    private void Loop()
    {
        var order = Order();
        var arrival = 0;
        while (true)
        {
            var arrives = arrival < order.Length ? _rows[order[arrival]].Received : double.PositiveInfinity;
            var due = _timers.TryPeek(out _, out var timer) ? timer.Time : double.PositiveInfinity;
            var ends = _clock.NextEnd;
            var next = Math.Min(Math.Min(arrives, due), ends);
            if (double.IsPositiveInfinity(next))
            {
                return;
            }

            next = Math.Max(next, _clock.Now);
            _timeline.AdvanceTo(next, _active, _environments.Alive, _received - _finished - _active);
            _clock.AdvanceTo(next);
            ForgetIdle();
            if (ends <= next)
            {
                if (_clock.Finish() is not SharedClock.Nothing and var piece)
                {
                    Finish(piece);
                }
            }
            else if (due <= next)
            {
                var invocation = _timers.Dequeue();
                if (invocation == Poll)
                {
                    _isPolling = false;
                    TakeTurns();
                }
                else
                {
                    Attempt(invocation);
                }
            }
            else
            {
                Arrive(order[arrival++]);
            }
        }
    }

    /// <summary>The invocations as Lambda sees them: in order of reception on AWS. On one machine what comes before is work like any other.</summary>
    private int[] Order()
    {
        var order = new int[_rows.Length];
        var keys = new (double Time, int Index)[_rows.Length];
        for (var index = 0; index < order.Length; index++)
        {
            order[index] = index;
            if (_model.Host is null)
            {
                _rows[index].Received += Draw(_times.Before);
            }

            keys[index] = (_rows[index].Received, index);
        }

        Array.Sort(keys, order);
        return order;
    }

    private void Arrive(int invocation)
    {
        if (_model.Host is null)
        {
            _received++;
            Attempt(invocation);
        }
        else
        {
            _clock.Begin(Piece(Work.Before, invocation), Draw(_times.Before), _warmCores);
        }
    }

    private void Finish(int piece)
    {
        var number = piece >> 2;
        switch ((Work)(piece & 3))
        {
            case Work.Before:
                _received++;
                _rows[number].Received = _clock.Now;
                Attempt(number);
                break;
            case Work.Start:
                Started(number);
                break;
            default:
                Ended(number);
                break;
        }
    }

    private void Ended(int invocation)
    {
        ref var row = ref _rows[invocation];
        ref var environment = ref _environments[row.Environment];
        row.Ended = _clock.Now;
        environment.Running--;
        _active--;
        Leave(environment.Function);
        var failed = _times.FailureShare > 0 && _random.NextDouble() < _times.FailureShare;
        if (!failed)
        {
            Settle(ref row, Outcome.Succeeded);
        }
        else if (!_model.IsAsynchronous || row.Attempts > _model.MaximumRetryAttempts)
        {
            Settle(ref row, Outcome.Failed);
        }
        else
        {
            RetryAfterError(invocation, ref row);
        }

        Offer(row.Environment);
        if (_model.Host is not null && _model.IsAsynchronous)
        {
            TakeOne(environment.Function);
            TakeTurns();
        }
    }

    private void Settle(ref SimulatedInvocation row, Outcome outcome)
    {
        row.Outcome = outcome;
        row.Visible = _clock.Now + (outcome == Outcome.Succeeded ? Draw(_times.After) : 0);
        _finished++;
    }

    private void Wait(int invocation, double until) => _timers.Enqueue(invocation, (until, _timerOrder++));

    private double Draw(IReadOnlyList<double> samples) => samples.Count == 1 ? samples[0] : samples[_random.Next(samples.Count)];

    private int FunctionOf(int invocation) => _rows[invocation].Site % _functions.Length;

    private static int Piece(Work kind, int number) => (number << 2) | (int)kind;

    private enum Work
    {
        Before,
        Start,
        Run,
    }
}
