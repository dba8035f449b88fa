namespace Headrace.Functions.RuntimeApi;

/// <summary>
/// The conversation with one runtime process: a state machine that refuses every transition it was not given. It knows no HTTP.
/// </summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</see>; states and refusals as the
/// AWS Lambda Runtime Interface Emulator words them.
/// </remarks>
public sealed class RuntimeSession
{
    /// <summary>Bytes of a buffered response: 6 MB and AWS's allowance for its envelope.</summary>
    public const int LongestResponse = 6_291_556;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<RuntimeAnswer?> _initialised = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RuntimeState _state = RuntimeState.Started;

    /// <summary>Dispatched; the runtime has not asked for it yet.</summary>
    private RuntimeInvocation? _waiting;

    /// <summary>The event the runtime was given last, answered or not.</summary>
    private RuntimeInvocation? _current;
    private TaskCompletionSource<RuntimeInvocation>? _poll;
    private object? _pollConnection;
    private RuntimeAnswer? _end;

    public RuntimeState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>How the process ended; null while it runs.</summary>
    public RuntimeAnswer? End
    {
        get
        {
            lock (_lock)
            {
                return _end;
            }
        }
    }

    /// <summary>Ends with null at the first <c>/next</c>, or with how the initialisation failed.</summary>
    public Task<RuntimeAnswer?> Initialised => _initialised.Task;

    /// <summary>Hands an event to the runtime: at once if it polls, else with its next poll. The environment runs one at a time.</summary>
    /// <returns>False when the session is over.</returns>
    public bool TryDispatch(RuntimeInvocation invocation)
    {
        TaskCompletionSource<RuntimeInvocation>? poll;
        lock (_lock)
        {
            if (_end is not null)
            {
                return false;
            }

            poll = _poll;
            _poll = null;
            if (poll is null)
            {
                _waiting = invocation;
            }
            else
            {
                Deliver(invocation);
            }
        }

        // Outside the lock, and inline: the caller's thread writes the event to the runtime's connection.
        poll?.SetResult(invocation);
        return true;
    }

    /// <summary><c>GET /runtime/invocation/next</c>. Asked again while it has an event, a runtime gets that event again.</summary>
    /// <exception cref="RuntimeApiException">403 in any other state.</exception>
    /// <param name="connection">Who polls, for <see cref="Abandon"/>.</param>
    public Task<RuntimeInvocation> NextAsync(object connection)
    {
        TaskCompletionSource<RuntimeInvocation>? superseded = null;
        try
        {
            lock (_lock)
            {
                if (_end is not null)
                {
                    return Task.FromException<RuntimeInvocation>(RuntimeApiException.Closed());
                }

                if (_state == RuntimeState.Running)
                {
                    return Task.FromResult(_current!);
                }

                if (_state is not (RuntimeState.Started or RuntimeState.Ready or RuntimeState.ResponseSent))
                {
                    return Task.FromException<RuntimeInvocation>(RuntimeApiException.InvalidTransition(_state, RuntimeState.Ready));
                }

                _state = RuntimeState.Ready;
                _initialised.TrySetResult(null);
                superseded = _poll;
                if (_waiting is { } waiting)
                {
                    _waiting = null;
                    Deliver(waiting);
                    return Task.FromResult(waiting);
                }

                _poll = new TaskCompletionSource<RuntimeInvocation>();
                _pollConnection = connection;
                return _poll.Task;
            }
        }
        finally
        {
            superseded?.TrySetException(RuntimeApiException.InvalidTransition(RuntimeState.Ready, RuntimeState.Ready, "Concurrent state modification"));
        }
    }

    /// <summary>A connection broke: if a poll waits on it, the next event must not go there.</summary>
    public void Abandon(object connection)
    {
        TaskCompletionSource<RuntimeInvocation>? poll;
        lock (_lock)
        {
            if (_pollConnection != connection)
            {
                return;
            }

            poll = _poll;
            _poll = null;
        }

        poll?.TrySetException(RuntimeApiException.Closed());
    }

    /// <summary><c>POST …/response</c> or <c>…/error</c> begins: the id and the state are checked before the body is read.</summary>
    /// <param name="kind"><see cref="RuntimeState.InvocationResponse"/> or <see cref="RuntimeState.InvocationErrorResponse"/>.</param>
    /// <exception cref="RuntimeApiException">400 for another id, 403 in a wrong state.</exception>
    public RuntimeInvocation BeginAnswer(ReadOnlySpan<char> requestId, RuntimeState kind)
    {
        lock (_lock)
        {
            if (_current is null || !requestId.SequenceEqual(_current.RequestId))
            {
                throw RuntimeApiException.InvalidRequestId();
            }

            if (_state != RuntimeState.Running)
            {
                throw RuntimeApiException.InvalidTransition(_state, kind);
            }

            _state = kind;
            return _current;
        }
    }

    /// <summary>The body is here, or it broke off: the runtime may poll again, the caller has its answer.</summary>
    public void EndAnswer(RuntimeInvocation invocation, RuntimeAnswer answer)
    {
        lock (_lock)
        {
            _state = RuntimeState.ResponseSent;
        }

        invocation.TryAnswer(answer);
    }

    /// <summary><c>POST /runtime/init/error</c>.</summary>
    /// <exception cref="RuntimeApiException">403 unless the runtime is initialising.</exception>
    public void InitError(ReadOnlyMemory<byte> body, string? errorType)
    {
        RuntimeInvocation? waiting;
        lock (_lock)
        {
            if (_state != RuntimeState.Started)
            {
                throw RuntimeApiException.InvalidTransition(_state, RuntimeState.InitError);
            }

            _state = RuntimeState.InitError;
            waiting = _waiting;
        }

        var answer = new RuntimeAnswer(AnswerKind.InitError, body, errorType);
        _initialised.TrySetResult(answer);
        waiting?.TryAnswer(answer);
    }

    /// <summary>The process is gone, or is about to be killed.</summary>
    public void Close(RuntimeAnswer answer)
    {
        TaskCompletionSource<RuntimeInvocation>? poll;
        RuntimeInvocation? current, waiting;
        lock (_lock)
        {
            if (_end is not null)
            {
                return;
            }

            _end = answer;
            poll = _poll;
            _poll = null;
            (current, waiting) = (_current, _waiting);
        }

        poll?.TrySetException(RuntimeApiException.Closed());
        _initialised.TrySetResult(answer);
        current?.TryAnswer(answer);
        waiting?.TryAnswer(answer);
    }

    private void Deliver(RuntimeInvocation invocation)
    {
        _current = invocation;
        invocation.IsDelivered = true;
        _state = RuntimeState.Running;
    }
}
