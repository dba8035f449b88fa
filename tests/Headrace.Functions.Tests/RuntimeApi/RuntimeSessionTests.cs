using Headrace.Functions.RuntimeApi;
using Xunit;

namespace Headrace.Functions.Tests.RuntimeApi;

public sealed class RuntimeSessionTests
{
    private static readonly object Connection = new();

    private readonly RuntimeSession _session = new();
    private readonly RuntimeInvocation _invocation = Event("first");

    public enum Request
    {
        Next,
        Response,
        Error,
        InitError,
    }

    /// <summary>Every state and every request: the state it leads to, or null where it is refused.</summary>
    public static TheoryData<RuntimeState, Request, RuntimeState?> Transitions { get; } = new()
    {
        { RuntimeState.Started, Request.Next, RuntimeState.Ready },
        { RuntimeState.Started, Request.InitError, RuntimeState.InitError },
        { RuntimeState.InitError, Request.Next, null },
        { RuntimeState.InitError, Request.InitError, null },
        { RuntimeState.Ready, Request.Next, RuntimeState.Ready },
        { RuntimeState.Ready, Request.InitError, null },
        { RuntimeState.Running, Request.Next, RuntimeState.Running },
        { RuntimeState.Running, Request.Response, RuntimeState.InvocationResponse },
        { RuntimeState.Running, Request.Error, RuntimeState.InvocationErrorResponse },
        { RuntimeState.Running, Request.InitError, null },
        { RuntimeState.InvocationResponse, Request.Next, null },
        { RuntimeState.InvocationResponse, Request.Response, null },
        { RuntimeState.InvocationResponse, Request.Error, null },
        { RuntimeState.InvocationResponse, Request.InitError, null },
        { RuntimeState.InvocationErrorResponse, Request.Next, null },
        { RuntimeState.InvocationErrorResponse, Request.Response, null },
        { RuntimeState.InvocationErrorResponse, Request.Error, null },
        { RuntimeState.InvocationErrorResponse, Request.InitError, null },
        { RuntimeState.ResponseSent, Request.Next, RuntimeState.Ready },
        { RuntimeState.ResponseSent, Request.Response, null },
        { RuntimeState.ResponseSent, Request.Error, null },
        { RuntimeState.ResponseSent, Request.InitError, null },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public async Task Only_listed_transitions_happen(RuntimeState from, Request request, RuntimeState? to)
    {
        BringTo(from);
        var target = request switch
        {
            Request.Next => RuntimeState.Ready,
            Request.Response => RuntimeState.InvocationResponse,
            Request.Error => RuntimeState.InvocationErrorResponse,
            _ => RuntimeState.InitError,
        };
        if (to is { } expected)
        {
            await SendAsync(request);
            Assert.Equal(expected, _session.State);
            return;
        }

        var refusal = await Assert.ThrowsAsync<RuntimeApiException>(() => SendAsync(request));
        Assert.Equal(403, refusal.Status);
        Assert.Equal("InvalidStateTransition", refusal.ErrorType);
        Assert.Equal($"State transition from {from} to {target} failed for runtime. Error: State transition is not allowed", refusal.Message);
        Assert.Equal(from, _session.State);
    }

    [Theory]
    [InlineData(RuntimeState.Started)]
    [InlineData(RuntimeState.Ready)]
    public void Without_an_event_every_request_id_is_wrong(RuntimeState state)
    {
        BringTo(state);
        var refusal = Assert.Throws<RuntimeApiException>(() => _session.BeginAnswer("first", RuntimeState.InvocationResponse));
        Assert.Equal((400, "InvalidRequestID"), (refusal.Status, refusal.ErrorType));
    }

    [Fact]
    public void Another_invocations_id_is_refused_and_changes_nothing()
    {
        BringTo(RuntimeState.Running);
        Assert.Equal(400, Assert.Throws<RuntimeApiException>(() => _session.BeginAnswer("second", RuntimeState.InvocationResponse)).Status);
        Assert.Equal(RuntimeState.Running, _session.State);
        Assert.False(_invocation.Answer.IsCompleted);
    }

    [Fact]
    public async Task An_event_waits_for_the_runtimes_next_poll()
    {
        BringTo(RuntimeState.ResponseSent);
        var second = Event("second");
        Assert.True(_session.TryDispatch(second));
        Assert.False(second.IsDelivered);
        Assert.Same(second, await _session.NextAsync(Connection));
        Assert.True(second.IsDelivered);
    }

    [Fact]
    public async Task Asked_again_the_runtime_gets_the_same_event_again()
    {
        BringTo(RuntimeState.Running);
        Assert.Same(_invocation, await _session.NextAsync(Connection));
    }

    [Fact]
    public async Task A_newer_poll_takes_over_from_an_older_one()
    {
        var older = _session.NextAsync(Connection);
        var newer = _session.NextAsync(Connection);
        _session.TryDispatch(_invocation);
        Assert.Same(_invocation, await newer);
        Assert.Equal(403, (await Assert.ThrowsAsync<RuntimeApiException>(() => older)).Status);
    }

    [Fact]
    public async Task A_poll_whose_connection_broke_gets_no_event()
    {
        var broken = _session.NextAsync(Connection);
        _session.Abandon(Connection);
        await Assert.ThrowsAsync<RuntimeApiException>(() => broken);
        _session.TryDispatch(_invocation);
        Assert.False(_invocation.IsDelivered);
        Assert.Same(_invocation, await _session.NextAsync(new object()));
    }

    [Fact]
    public async Task The_first_poll_ends_the_initialisation()
    {
        Assert.False(_session.Initialised.IsCompleted);
        _ = _session.NextAsync(Connection);
        Assert.Null(await _session.Initialised);
    }

    [Fact]
    public async Task An_init_error_ends_the_initialisation_and_the_event_that_waits_for_it()
    {
        _session.TryDispatch(_invocation);
        _session.InitError("{}"u8.ToArray(), "Runtime.ImportModuleError");
        Assert.Equal(AnswerKind.InitError, (await _session.Initialised)!.Value.Kind);
        Assert.Equal("Runtime.ImportModuleError", (await _invocation.Answer).ErrorType);
    }

    [Fact]
    public async Task A_closed_session_fails_polls_and_ends_the_event_under_way()
    {
        BringTo(RuntimeState.Running);
        _session.Close(new RuntimeAnswer(AnswerKind.Exited, ErrorType: "Runtime.ExitError", Reason: "x"));
        Assert.Equal(AnswerKind.Exited, (await _invocation.Answer).Kind);
        Assert.Equal(500, (await Assert.ThrowsAsync<RuntimeApiException>(() => _session.NextAsync(Connection))).Status);
        Assert.False(_session.TryDispatch(Event("second")));
        Assert.Equal("x", _session.End?.Reason);
    }

    [Fact]
    public async Task The_first_answer_counts()
    {
        BringTo(RuntimeState.Running);
        Assert.True(_invocation.TryAnswer(new RuntimeAnswer(AnswerKind.TimedOut)));
        _session.EndAnswer(_session.BeginAnswer("first", RuntimeState.InvocationResponse), new RuntimeAnswer(AnswerKind.Response));
        Assert.Equal(AnswerKind.TimedOut, (await _invocation.Answer).Kind);
    }

    private static RuntimeInvocation Event(string id) => new(id, "{}"u8.ToArray(), "arn", DateTimeOffset.UnixEpoch, "Root=1-0-0", null);

    private async Task SendAsync(Request request)
    {
        switch (request)
        {
            case Request.Next:
                var poll = _session.NextAsync(Connection);
                if (poll.IsCompleted)
                {
                    await poll;
                }

                break;
            case Request.Response:
                _session.BeginAnswer("first", RuntimeState.InvocationResponse);
                break;
            case Request.Error:
                _session.BeginAnswer("first", RuntimeState.InvocationErrorResponse);
                break;
            default:
                _session.InitError(default, null);
                break;
        }
    }

    private void BringTo(RuntimeState state)
    {
        if (state == RuntimeState.InitError)
        {
            _session.InitError(default, null);
        }
        else if (state != RuntimeState.Started)
        {
            _ = _session.NextAsync(Connection);
            if (state != RuntimeState.Ready)
            {
                _session.TryDispatch(_invocation);
            }

            if (state is RuntimeState.InvocationResponse or RuntimeState.InvocationErrorResponse or RuntimeState.ResponseSent)
            {
                _session.BeginAnswer("first", state == RuntimeState.InvocationErrorResponse ? state : RuntimeState.InvocationResponse);
            }

            if (state == RuntimeState.ResponseSent)
            {
                _session.EndAnswer(_invocation, new RuntimeAnswer(AnswerKind.Response));
            }
        }

        Assert.Equal(state, _session.State);
    }
}
