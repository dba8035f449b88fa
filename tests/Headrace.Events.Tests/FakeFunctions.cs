using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Headrace.Events.Tests;

/// <summary>Functions that do what a test says, with room as a test says.</summary>
internal sealed class FakeFunctions : IFunctionPort
{
    private readonly Channel<AsyncInvocation> _invocations = Channel.CreateUnbounded<AsyncInvocation>();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _running = [];

    public static readonly AsyncInvokePolicy DefaultPolicy = new(2, TimeSpan.FromHours(6), null, null, null, false);

    public static readonly AttemptOutcome Success = new(AttemptEnd.Succeeded, null, "$LATEST", "{\"ok\":true}"u8.ToArray());

    public static readonly AttemptOutcome Failure = new(AttemptEnd.FunctionError, "Unhandled", "$LATEST", "{\"errorMessage\":\"boom\",\"errorType\":\"Exception\"}"u8.ToArray());

    public static readonly AttemptOutcome Throttle = new(AttemptEnd.Throttled, null, "$LATEST", default);

    public ConcurrentDictionary<string, AsyncInvokePolicy?> Policies { get; } = new();

    /// <summary>Null: as many as there are.</summary>
    public ConcurrentDictionary<string, int> Limits { get; } = new();

    /// <summary>Of all functions together, as a machine's memory would have it.</summary>
    public int TotalLimit { get; set; } = int.MaxValue;

    public HashSet<(string Function, string Source)> Permissions { get; } = [];

    public Func<AsyncInvocation, CancellationToken, Task<AttemptOutcome>> Handler { get; set; } = (_, _) => Task.FromResult(Success);

    public ConcurrentQueue<AsyncInvocation> Seen { get; } = new();

    public int MostAtOnce { get; private set; }

    public bool Exists(string functionArn) => PolicyOf(functionArn) is not null;

    public bool Allows(string functionArn, string service, string sourceArn, string sourceAccount) =>
        service == "s3.amazonaws.com" && sourceAccount == "000000000000" && Permissions.Contains((functionArn, sourceArn));

    public AsyncInvokePolicy? PolicyOf(string functionArn) => Policies.TryGetValue(functionArn, out var policy) ? policy : DefaultPolicy;

    public int RoomFor(string functionArn)
    {
        lock (_gate)
        {
            return Math.Min(Limits.GetValueOrDefault(functionArn, int.MaxValue) - _running.GetValueOrDefault(functionArn), TotalLimit - _running.Values.Sum());
        }
    }

    public Task<AttemptOutcome> InvokeAsync(AsyncInvocation invocation, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var running = _running.GetValueOrDefault(invocation.FunctionArn) + 1;
            if (running > Limits.GetValueOrDefault(invocation.FunctionArn, int.MaxValue))
            {
                throw new InvalidOperationException("More was started than there was room for.");
            }

            _running[invocation.FunctionArn] = running;
            MostAtOnce = Math.Max(MostAtOnce, _running.Values.Sum());
        }

        return RunAsync(invocation, cancellationToken);
    }

    /// <summary>The next invocation that has begun.</summary>
    public async Task<AsyncInvocation> NextAsync()
    {
        using var hung = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _invocations.Reader.ReadAsync(hung.Token);
    }

    public async Task<List<AsyncInvocation>> NextAsync(int count)
    {
        var invocations = new List<AsyncInvocation>();
        while (invocations.Count < count)
        {
            invocations.Add(await NextAsync());
        }

        return invocations;
    }

    public bool HasStartedNothingMore => !_invocations.Reader.TryPeek(out _);

    private async Task<AttemptOutcome> RunAsync(AsyncInvocation invocation, CancellationToken cancellationToken)
    {
        Seen.Enqueue(invocation);
        _invocations.Writer.TryWrite(invocation);
        try
        {
            return await Handler(invocation, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _running[invocation.FunctionArn]--;
            }
        }
    }
}
