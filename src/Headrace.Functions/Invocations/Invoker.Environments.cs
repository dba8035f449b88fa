using System.Net.Sockets;
using Headrace.Functions.Environments;
using Headrace.Functions.Registry;

namespace Headrace.Functions.Invocations;

/// <content>Environments: taken newest first, started side by side, given back least recently used first.</content>
public sealed partial class Invoker
{
    /// <summary>Environments that initialise or run an invocation.</summary>
    private readonly HashSet<ExecutionEnvironment> _busy = [];
    private readonly HashSet<Task> _background = [];

    /// <summary>What the machine keeps for itself: a sixteenth of its memory.</summary>
    private readonly long _memoryFloor = MachineMemory.Total() / 16;

    /// <summary>Memory of environments that are being stopped: reserved still, free in a moment.</summary>
    private long _memoryReleasing;

    /// <summary>The snapshot is not to be run any more: its environments stop as they fall idle.</summary>
    public void Retire(FunctionVersion version)
    {
        lock (_lock)
        {
            if (_functions.TryGetValue(version.Id, out var load))
            {
                load.Retire(version.RevisionId);
            }

            if (_pools.TryGetValue((version.Arn, version.RevisionId), out var pool))
            {
                pool.IsRetired = true;
                pool.Provisioned = 0;
                foreach (var environment in pool.Idle)
                {
                    Discard(pool, environment);
                }

                pool.Idle.Clear();
                RemoveIfOver(pool);
            }
        }
    }

    /// <summary>The version's limits changed, or the engine has just learnt them: provisioned environments start at once.</summary>
    public void ApplyLimits(FunctionVersion version, ConcurrencyLimits limits)
    {
        lock (_lock)
        {
            var pool = PoolOf(version, LoadOf(version.Id, limits));
            pool.Provisioned = pool.IsRetired ? 0 : limits.Provisioned;
            StartProvisioned(pool);
        }
    }

    /// <summary>How far a version's provisioned environments are (GetProvisionedConcurrencyConfig).</summary>
    public ProvisionedState ProvisionedOf(FunctionVersion version)
    {
        lock (_lock)
        {
            if (!_pools.TryGetValue((version.Arn, version.RevisionId), out var pool))
            {
                return new ProvisionedState(0, 0, null);
            }

            var ready = Math.Min(pool.Provisioned, pool.Count - pool.Starting);
            return new ProvisionedState(ready, ready, ready < pool.Provisioned && pool.HasFailedInit ? "FUNCTION_ERROR_INIT_FAILURE" : null);
        }
    }

    private async ValueTask<ExecutionEnvironment> TakeEnvironmentAsync(EnvironmentPool pool, FunctionMetrics metrics, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> waiting;
        lock (_lock)
        {
            if (pool.Idle is [.., var newest])
            {
                pool.Idle.RemoveAt(pool.Idle.Count - 1);
                _busy.Add(newest);
                return newest;
            }

            if (_waiting >= _options.MostWaiting || _isStopped)
            {
                metrics.Throttled();
                throw new ThrottledException(ThrottledException.Account);
            }

            _waiting++;
            waiting = pool.Waiting.AddLast(new Waiter(_time.GetTimestamp()));
            StartWaiting();
        }

        try
        {
            return await waiting.Value.Environment.WaitAsync(_options.LongestWait, _time, cancellationToken);
        }
        catch (Exception givenUp) when (givenUp is TimeoutException or OperationCanceledException)
        {
            lock (_lock)
            {
                if (waiting.List is not null)
                {
                    pool.Waiting.Remove(waiting);
                    _waiting--;
                    metrics.Throttled();
                }
            }

            // An environment came at the very moment: it goes to the next.
            if (waiting.Value.Environment.IsCompletedSuccessfully)
            {
                Release(pool, await waiting.Value.Environment);
            }

            throw givenUp is TimeoutException ? new ThrottledException(ThrottledException.Account) : givenUp;
        }
    }

    private void Release(EnvironmentPool pool, ExecutionEnvironment environment)
    {
        lock (_lock)
        {
            _busy.Remove(environment);
            Offer(pool, environment);
            if (_waiting > 0)
            {
                StartWaiting();
            }
        }
    }

    /// <summary>To the invocation that waits longest, else to the idle ones. Under the lock.</summary>
    private void Offer(EnvironmentPool pool, ExecutionEnvironment environment)
    {
        pool.Measure(environment.PeakMemory);
        _memoryReserved += pool.EnvironmentMemory - environment.ReservedMemory;
        environment.ReservedMemory = pool.EnvironmentMemory;
        if (!environment.IsUsable || _isStopped || _time.GetElapsedTime(environment.Created) > _options.LongestLife)
        {
            Discard(pool, environment);
        }
        else if (pool.Waiting.First is { } first)
        {
            pool.Waiting.RemoveFirst();
            _waiting--;
            _busy.Add(environment);
            first.Value.Serve(environment);
        }
        else if (pool.IsRetired)
        {
            Discard(pool, environment);
        }
        else
        {
            environment.IdleSince = _time.GetTimestamp();
            pool.Idle.Add(environment);
        }
    }

    /// <summary>Starts an environment for every invocation that has none coming, the longest waiting first, as far as memory goes. Under the lock.</summary>
    private void StartWaiting()
    {
        while (!_isStopped && NextToStart() is { } pool && TryReserve(pool) is { } memory)
        {
            Start(pool, memory, isProvisioned: false);
        }
    }

    private EnvironmentPool? NextToStart()
    {
        EnvironmentPool? next = null;
        var since = long.MaxValue;
        foreach (var pool in _pools.Values)
        {
            if (pool.Waiting.Count > pool.Starting && pool.Waiting.First!.Value.Since < since)
            {
                (next, since) = (pool, pool.Waiting.First.Value.Since);
            }
        }

        return next;
    }

    /// <summary>Takes an environment's memory from the budget, or sees to it that it becomes free soon.</summary>
    /// <returns>The bytes; null when they are not free yet: <see cref="StartWaiting"/> comes by again when they are.</returns>
    private long? TryReserve(EnvironmentPool pool)
    {
        var memory = pool.EnvironmentMemory;

        // What others on the machine take counts as well, for reservations are only estimates.
        var over = Math.Max(_memoryReserved + memory - _memoryBudget, memory + _memoryFloor - MachineMemory.Available());
        while (over > _memoryReleasing && LeastRecentlyUsed() is var (owner, victim))
        {
            owner.Idle.Remove(victim);
            Discard(owner, victim);
        }

        // A function larger than the whole budget runs alone rather than never.
        if (over > 0 && _memoryReserved > 0)
        {
            return null;
        }

        _memoryReserved += memory;
        return memory;
    }

    private (EnvironmentPool Pool, ExecutionEnvironment Environment)? LeastRecentlyUsed()
    {
        (EnvironmentPool Pool, ExecutionEnvironment Environment)? oldest = null;
        foreach (var pool in _pools.Values)
        {
            if (pool.Idle is [var first, ..] && pool.Count > pool.Provisioned && (oldest is not var (_, known) || first.IdleSince < known.IdleSince))
            {
                oldest = (pool, first);
            }
        }

        return oldest;
    }

    private void Start(EnvironmentPool pool, long memory, bool isProvisioned)
    {
        _processors.Started();
        pool.Starting++;
        pool.Count++;
        Track(StartAsync(pool, memory, isProvisioned));
    }

    private async Task StartAsync(EnvironmentPool pool, long memory, bool isProvisioned)
    {
        // Not under the lock, nor one after the other on the thread that asked.
        await Task.Yield();
        ExecutionEnvironment environment;
        try
        {
            environment = new ExecutionEnvironment(_host, pool.Version, isProvisioned) { ReservedMemory = memory };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SocketException or InvalidOperationException)
        {
            lock (_lock)
            {
                pool.Starting--;
                pool.Count--;
                _memoryReserved -= memory;
                if (pool.Waiting.First is { } first)
                {
                    pool.Waiting.RemoveFirst();
                    _waiting--;
                    first.Value.Fail(failure);
                }
            }

            return;
        }

        lock (_lock)
        {
            _busy.Add(environment);
        }

        var isReady = !_isStopped && await environment.InitialiseAsync();
        lock (_lock)
        {
            _busy.Remove(environment);
            pool.Starting--;
            pool.HasFailedInit = !isReady;
            if (isReady || pool.Waiting.Count > 0)
            {
                Offer(pool, environment);
            }
            else
            {
                Discard(pool, environment);
            }

            StartWaiting();
        }
    }

    private void StartProvisioned(EnvironmentPool pool)
    {
        while (!_isStopped && pool.Count < pool.Provisioned && TryReserve(pool) is { } memory)
        {
            Start(pool, memory, isProvisioned: true);
        }
    }

    /// <summary>Stops an environment that nobody holds; its memory is free when its processes are gone. Under the lock.</summary>
    private void Discard(EnvironmentPool pool, ExecutionEnvironment environment)
    {
        pool.Count--;
        _memoryReleasing += environment.ReservedMemory;
        Track(StopAsync(pool, environment));
    }

    private async Task StopAsync(EnvironmentPool pool, ExecutionEnvironment environment)
    {
        await Task.Yield();
        await environment.DisposeAsync();
        lock (_lock)
        {
            _memoryReserved -= environment.ReservedMemory;
            _memoryReleasing -= environment.ReservedMemory;
            RemoveIfOver(pool);
            StartWaiting();
        }
    }

    /// <summary>Work that <see cref="DisposeAsync"/> waits for. Under the lock; the work has not ended, for it takes the lock itself.</summary>
    private void Track(Task work)
    {
        _background.Add(work);
        _ = ForgetAsync();

        async Task ForgetAsync()
        {
            await work;
            lock (_lock)
            {
                _background.Remove(work);
            }
        }
    }

    /// <summary>Environments idle for too long go; provisioned ones that died come back.</summary>
    private void EvictIdle()
    {
        lock (_lock)
        {
            foreach (var pool in _pools.Values)
            {
                while (pool.Idle is [var oldest, ..] && pool.Count > pool.Provisioned && _time.GetElapsedTime(oldest.IdleSince) > _options.IdleTime)
                {
                    pool.Idle.RemoveAt(0);
                    Discard(pool, oldest);
                }

                StartProvisioned(pool);
            }

            StartWaiting();
        }
    }
}
