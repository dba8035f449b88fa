using Headrace.Functions.Registry;

namespace Headrace.Functions.Invocations;

/// <content>Concurrency: reserved by a function, or shared by those without.</content>
public sealed partial class Invoker
{
    private int UnreservedLimit => _options.AccountConcurrency - _reservedByFunctions;

    private (EnvironmentPool Pool, FunctionMetrics Metrics) Admit(InvocationRequest request)
    {
        lock (_lock)
        {
            var load = LoadOf(request.Version.Id, request.Limits);
            var pool = PoolOf(request.Version, load);
            if (ConcurrencyLeft(load, pool) <= 0 || _isStopped)
            {
                pool.MetricsOf(request.InvokedArn).Throttled();
                throw new ThrottledException(load.Reserved is null ? ThrottledException.Account : ThrottledException.Reserved);
            }

            load.Running++;
            pool.Running++;
            _running++;
            if (load.Reserved is null)
            {
                _runningUnreserved++;
            }

            var metrics = pool.MetricsOf(request.InvokedArn);
            metrics.Began(_running, _reservedByFunctions + _runningUnreserved, load.Reserved is null ? _runningUnreserved : null, load.Running);
            if (pool.Provisioned > 0)
            {
                metrics.BeganOnProvisioned(pool.RunningProvisioned, pool.Provisioned);
            }

            return (pool, metrics);
        }
    }

    private void Leave(EnvironmentPool pool)
    {
        lock (_lock)
        {
            pool.Load.Running--;
            pool.Running--;
            _running--;
            if (pool.Load.Reserved is null)
            {
                _runningUnreserved--;
            }

            RemoveIfOver(pool);
        }
    }

    /// <summary>How many more invocations of a version concurrency lets start.</summary>
    /// <remarks>A version's provisioned environments are its own: what they could take of a reservation is not there for other versions.</remarks>
    private int ConcurrencyLeft(FunctionLoad load, EnvironmentPool? pool)
    {
        if (load.Reserved is not { } reserved)
        {
            return UnreservedLimit - _runningUnreserved;
        }

        var shared = reserved - load.Provisioned - (load.Running - load.RunningProvisioned);
        return Math.Max(0, shared) + (pool is null ? 0 : pool.Provisioned - pool.RunningProvisioned);
    }

    /// <summary>The function's load, with the reservation it has now.</summary>
    private FunctionLoad LoadOf(FunctionId id, ConcurrencyLimits limits)
    {
        if (!_functions.TryGetValue(id, out var load))
        {
            _functions.Add(id, load = new FunctionLoad());
        }

        if (load.Reserved != limits.Reserved)
        {
            // What runs of it moves between the function's own concurrency and the shared.
            _runningUnreserved += load.Running * ((limits.Reserved is null ? 1 : 0) - (load.Reserved is null ? 1 : 0));
            _reservedByFunctions += (limits.Reserved ?? 0) - (load.Reserved ?? 0);
            load.Reserved = limits.Reserved;
        }

        return load;
    }

    private EnvironmentPool PoolOf(FunctionVersion version, FunctionLoad load)
    {
        var key = (version.Arn, version.RevisionId);
        if (!_pools.TryGetValue(key, out var pool))
        {
            pool = new EnvironmentPool(version, load, _metrics, _options.UnmeasuredShare) { IsRetired = load.IsRetired(version.RevisionId) };
            load.Pools++;
            _pools.Add(key, pool);
        }

        return pool;
    }

    /// <summary>Forgets a retired pool once nothing of it is left, and its function's reservation with its last pool.</summary>
    private void RemoveIfOver(EnvironmentPool pool)
    {
        if (pool.IsRetired && pool.IsEmpty && pool.Load.Running == 0 && _pools.Remove((pool.Version.Arn, pool.Version.RevisionId)))
        {
            pool.Load.Pools--;
            if (pool.Load.Pools == 0)
            {
                // Deleted, or about to run its next revision, which brings its reservation along.
                _reservedByFunctions -= pool.Load.Reserved ?? 0;
                pool.Load.Reserved = null;
            }
        }
    }
}
