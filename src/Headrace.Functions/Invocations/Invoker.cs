using System.Diagnostics;
using Headrace.Functions.Environments;
using Headrace.Functions.Registry;
using Headrace.Functions.RuntimeApi;
using Headrace.Telemetry.Logs;
using Headrace.Telemetry.Metrics;
using Headrace.Telemetry.Traces;

namespace Headrace.Functions.Invocations;

/// <summary>Runs functions: admission, an execution environment, one invocation, its outcome.</summary>
/// <remarks>
/// One lock guards who runs where; it is held for a few additions. Nothing that takes time happens under it.
/// </remarks>
public sealed partial class Invoker : IAsyncDisposable
{
    private static readonly TimeSpan EvictionInterval = TimeSpan.FromSeconds(10);

    private readonly InvokerOptions _options;
    private readonly EnvironmentHost _host;
    private readonly MetricStore _metrics;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<FunctionId, FunctionLoad> _functions = [];
    private readonly Dictionary<(string Arn, string Revision), EnvironmentPool> _pools = [];
    private readonly long _memoryBudget;
    private readonly ITimer _eviction;
    private readonly Processors _processors;
    private long _memoryReserved;
    private int _running;
    private int _runningUnreserved;
    private int _reservedByFunctions;
    private int _waiting;
    private bool _isStopped;

    private Invoker(InvokerOptions options, EnvironmentHost host, MetricStore metrics, TimeProvider time)
    {
        _options = options;
        _host = host;
        _metrics = metrics;
        _time = time;
        _memoryBudget = options.MemoryBudget ?? MachineMemory.Available() / 4 * 3;
        _processors = new Processors(time);
        _eviction = time.CreateTimer(static state => ((Invoker)state!).EvictIdle(), this, EvictionInterval, EvictionInterval);
    }

    /// <summary>Executions at once over all functions.</summary>
    public int AccountConcurrency => _options.AccountConcurrency;

    /// <summary>What confines the functions on this machine.</summary>
    public IsolationReport Isolation => _host.Sandbox.Isolation;

    /// <summary>How environments get the share of the processors that their memory buys; null: they do not.</summary>
    public string? ProcessorShares => _host.ProcessorShares;

    /// <summary>Clears away what an engine that died has left, tries out the machine's confinement, and is ready.</summary>
    /// <exception cref="ProcessorShareException">Processors are to be shared out, and cannot be.</exception>
    public static async Task<Invoker> StartAsync(
        InvokerOptions options, LogStore logs, MetricStore metrics, IRuntimeApiHost runtimeApi, TimeProvider time, CancellationToken cancellationToken) =>
        new(options, await EnvironmentHost.StartAsync(options, logs, runtimeApi, time, cancellationToken), metrics, time);

    /// <summary>Runs the function once. What the function does wrong is a result, not an exception.</summary>
    /// <param name="cancellationToken">Gives up waiting for an environment; what has begun runs to its end.</param>
    /// <exception cref="ThrottledException">No concurrency or no memory for another environment.</exception>
    public async Task<InvocationResult> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var (pool, metrics) = Admit(request);
        using var span = Tracing.Start("invoke", ActivityKind.Server, request.TraceId);
        if (span is not null)
        {
            span.SetTag("faas.name", request.Version.Id.Name).SetTag("faas.invocation_id", request.RequestId);
            request = request with { TraceId = Tracing.Header(span, request.TraceId) };
        }

        try
        {
            while (true)
            {
                var environment = await TakeEnvironmentAsync(pool, metrics, cancellationToken);
                var outcome = await environment.InvokeAsync(request);
                Release(pool, environment);
                if (outcome is not null)
                {
                    metrics.Ended(outcome.Duration, outcome.IsError, pool.Provisioned > 0 ? environment.IsProvisioned : null);
                    return new InvocationResult(outcome.Payload, outcome.IsError ? "Unhandled" : null, request.Version.Version, outcome.LogTail);
                }
            }
        }
        finally
        {
            Leave(pool);
        }
    }

    /// <summary>How many more invocations of this version it makes sense to start now.</summary>
    /// <remarks>
    /// Idle environments count as they are. New ones count as far as memory and processors go.
    /// </remarks>
    public int RoomFor(FunctionVersion version, ConcurrencyLimits limits)
    {
        lock (_lock)
        {
            var load = LoadOf(version.Id, limits);
            var pool = _pools.GetValueOrDefault((version.Arn, version.RevisionId));
            var concurrency = ConcurrencyLeft(load, pool);
            var free = _memoryBudget - _memoryReserved + _memoryReleasing;
            foreach (var other in _pools.Values)
            {
                free += other == pool ? 0 : other.EnvironmentMemory * Math.Max(0, other.Idle.Count - other.Provisioned);
            }

            pool ??= PoolOf(version, load);
            var startable = Math.Min(free / pool.EnvironmentMemory, Math.Max(_processors.Startable(pool.Count), pool.Count == 0 ? 1 : 0));
            return (int)Math.Clamp(Math.Min(concurrency, pool.Idle.Count + pool.Starting - pool.Waiting.Count + startable), 0, int.MaxValue);
        }
    }

    /// <summary>Stops every environment: what still runs is cut off. Waiting invocations are throttled.</summary>
    public async ValueTask DisposeAsync()
    {
        await _eviction.DisposeAsync();
        List<ExecutionEnvironment> environments = [];
        List<Waiter> waiting = [];
        lock (_lock)
        {
            _isStopped = true;
            foreach (var pool in _pools.Values)
            {
                waiting.AddRange(pool.Waiting);
                environments.AddRange(pool.Idle);
                pool.Waiting.Clear();
                pool.Count -= pool.Idle.Count;
                pool.Idle.Clear();
            }

            environments.AddRange(_busy);
        }

        waiting.ForEach(static waiter => waiter.Fail(new ThrottledException(ThrottledException.Account)));
        await Task.WhenAll(environments.Select(environment => environment.StopAsync(_options.StopGrace)));
        while (true)
        {
            Task[] background;
            lock (_lock)
            {
                background = [.. _background];
            }

            if (background.Length == 0)
            {
                break;
            }

            await Task.WhenAll(background);
        }

        await _host.DisposeAsync();
    }
}
