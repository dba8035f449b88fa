using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Headrace.Functions.Code;
using Headrace.Functions.Invocations;
using Headrace.Ledger;
using Headrace.Wire;

namespace Headrace.Functions.Registry;

/// <summary>
/// The functions and layers of all accounts: held in memory as immutable values, kept in the ledger, changed one at a time.
/// </summary>
/// <remarks>
/// Reads take no lock. A change is computed from the current value, committed, then made visible: who hears of it finds it on disk.
/// </remarks>
public sealed partial class FunctionRegistry : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS functions(
            account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL,
            PRIMARY KEY(account, region, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS function_versions(
            account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, document TEXT NOT NULL,
            PRIMARY KEY(account, region, name, version)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS deleted_functions(
            account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, last_version INTEGER NOT NULL,
            PRIMARY KEY(account, region, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS layer_versions(
            account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, document TEXT NOT NULL,
            PRIMARY KEY(account, region, name, version)) WITHOUT ROWID;
        """;

    private readonly LedgerDatabase _ledger;
    private readonly ConcurrentDictionary<FunctionId, FunctionTargets> _functions = new();
    private readonly ConcurrentDictionary<string, (FunctionId Function, string Qualifier)> _urls = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<FunctionId, int> _lastVersions = new();
    private readonly SemaphoreSlim _gate = new(1);

    private FunctionRegistry(LedgerDatabase ledger, CodeStore code)
    {
        _ledger = ledger;
        Code = code;
    }

    /// <summary>Reads all functions and layers; removes code that nothing points at.</summary>
    /// <param name="codeFolder">Holds the deployment packages; created when absent.</param>
    public static FunctionRegistry Open(LedgerDatabase ledger, string codeFolder, TimeProvider time)
    {
        ledger.EnsureSchema(Schema);
        var registry = new FunctionRegistry(ledger, CodeStore.Open(codeFolder, time));
        ledger.Read(registry.Load);
        registry.Code.Collect(registry.UsedCode(), atOnce: true);
        return registry;
    }

    public CodeStore Code { get; }

    /// <summary>A snapshot is not to be run any more: changed, unpublished or deleted. Raised after the change is on disk.</summary>
    public event Action<FunctionVersion>? Retired;

    /// <summary>A version's limits are others than before (also when it is new and starts with provisioned environments).</summary>
    public event Action<FunctionVersion, ConcurrencyLimits>? LimitsChanged;

    public Function? Find(FunctionId id) => _functions.GetValueOrDefault(id)?.Function;

    /// <summary>The number that a function of this name gave its last version before it was deleted: a new one goes on from there.</summary>
    public int LastVersionOf(FunctionId id) => _lastVersions.GetValueOrDefault(id);

    /// <summary>What to run for a function and a qualifier (a version, an alias, <c>$LATEST</c>, or null); null when there is none.</summary>
    /// <remarks>The hot path: two dictionary look-ups.</remarks>
    public ResolvedFunction? Resolve(FunctionId id, string? qualifier) =>
        _functions.TryGetValue(id, out var targets) ? targets.Resolve(qualifier ?? Function.Unqualified) : null;

    /// <summary>A scope's functions, by name.</summary>
    public IReadOnlyList<Function> List(Scope scope) =>
        [.. _functions
            .Where(entry => entry.Key.AccountId == scope.AccountId && entry.Key.Region == scope.Region)
            .Select(static entry => entry.Value.Function)
            .OrderBy(static function => function.Id.Name, StringComparer.Ordinal)];

    /// <summary>How many functions there are, in all scopes.</summary>
    public int Count => _functions.Count;

    /// <summary>The one function there is; null when there are none or several.</summary>
    public Function? Single() => _functions.Count == 1 ? _functions.Values.FirstOrDefault()?.Function : null;

    /// <summary>Every snapshot that could be invoked now, with its limits: what to keep initialised at start.</summary>
    public IEnumerable<(FunctionVersion Version, ConcurrencyLimits Limits)> Snapshots() =>
        _functions.Values.SelectMany(static targets => targets.Snapshots.Select(snapshot => (snapshot, targets.LimitsOf(snapshot))));

    /// <summary>The function and qualifier behind a function URL's first host label; null when there is none.</summary>
    public (Function Function, string Qualifier)? FindUrl(string urlId) =>
        _urls.TryGetValue(urlId, out var owner) && Find(owner.Function) is { } function ? (function, owner.Qualifier) : null;

    /// <exception cref="LambdaException">ResourceConflictException: the name is taken.</exception>
    public async Task CreateAsync(Function function, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_functions.ContainsKey(function.Id))
            {
                throw LambdaErrors.Conflict($"Function already exist: {function.Id.Name}");
            }

            await CommitAsync(null, function);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Replaces a function by what <paramref name="change"/> makes of it; returning the same value changes nothing.</summary>
    /// <param name="change">Runs alone: it may look at other functions and trust what it sees. Throws to refuse.</param>
    /// <exception cref="LambdaException">The function is gone, or what <paramref name="change"/> throws.</exception>
    public async Task<Function> ChangeAsync(FunctionId id, Func<Function, Function> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var before = Find(id) ?? throw LambdaErrors.FunctionNotFound(id.Arn);
            var after = change(before);
            if (!ReferenceEquals(before, after))
            {
                await CommitAsync(before, after);
            }

            return after;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Deletes a function with all its versions, aliases and configurations; false when there is none.</summary>
    public async Task<bool> DeleteAsync(FunctionId id, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var before = Find(id);
            if (before is not null)
            {
                await CommitAsync(before, null);
            }

            return before is not null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Dispose();
        Code.Dispose();
    }

    private async Task CommitAsync(Function? before, Function? after)
    {
        var id = (after ?? before)!.Id;

        // From here on the change happens: the caller going away must not leave memory and disk apart.
        await _ledger.CommitAsync(transaction => Save(transaction, id, before, after), CancellationToken.None);
        Show(id, after);
        if (before is not null)
        {
            Code.Collect(UsedCode());
        }
    }

    private void Show(FunctionId id, Function? after)
    {
        var old = _functions.GetValueOrDefault(id);
        foreach (var url in old?.Function.Urls.Values ?? [])
        {
            _urls.TryRemove(url.UrlId, out _);
        }

        FunctionTargets? current = null;
        if (after is null)
        {
            _functions.TryRemove(id, out _);
            _lastVersions[id] = old!.Function.LastVersion;
        }
        else
        {
            _functions[id] = current = new FunctionTargets(after, Code, old);
            foreach (var (qualifier, url) in after.Urls)
            {
                _urls[url.UrlId] = (id, qualifier);
            }
        }

        Announce(old, current);
    }

    private void Announce(FunctionTargets? old, FunctionTargets? current)
    {
        foreach (var snapshot in old?.Snapshots ?? [])
        {
            if (current?.Runs(snapshot) != true)
            {
                Retired?.Invoke(snapshot);
            }
        }

        foreach (var snapshot in current?.Snapshots ?? [])
        {
            var limits = current!.LimitsOf(snapshot);
            if (old?.Runs(snapshot) == true ? old.LimitsOf(snapshot) != limits : limits.Provisioned > 0)
            {
                LimitsChanged?.Invoke(snapshot, limits);
            }
        }
    }

    private HashSet<string> UsedCode() =>
        [.. _functions.Values.SelectMany(static targets => targets.Function.UsedCode()), .. LayerCode()];

    private static bool Save(LedgerTransaction transaction, FunctionId id, Function? before, Function? after)
    {
        if (after is null)
        {
            using var deletion = transaction.Prepare("DELETE FROM functions WHERE account = ? AND region = ? AND name = ?");
            Bind(deletion, id).Run();
            using var memory = transaction.Prepare("INSERT OR REPLACE INTO deleted_functions(account, region, name, last_version) VALUES(?, ?, ?, ?)");
            Bind(memory, id).Bind(4, before!.LastVersion).Run();
        }
        else
        {
            using var upsert = transaction.Prepare("INSERT OR REPLACE INTO functions(account, region, name, document) VALUES(?, ?, ?, ?)");
            Bind(upsert, id).Bind(4, JsonSerializer.Serialize(after, RegistryJson.Default.Function)).Run();
        }

        foreach (var number in before?.Versions.Keys ?? [])
        {
            if (after?.Versions.ContainsKey(number) != true)
            {
                using var deletion = transaction.Prepare("DELETE FROM function_versions WHERE account = ? AND region = ? AND name = ? AND version = ?");
                Bind(deletion, id).Bind(4, number).Run();
            }
        }

        foreach (var (number, version) in after?.Versions ?? ImmutableSortedDictionary<int, StoredVersion>.Empty)
        {
            if (!ReferenceEquals(before?.Versions.GetValueOrDefault(number), version))
            {
                using var upsert = transaction.Prepare("INSERT OR REPLACE INTO function_versions(account, region, name, version, document) VALUES(?, ?, ?, ?, ?)");
                Bind(upsert, id).Bind(4, number).Bind(5, JsonSerializer.Serialize(version, RegistryJson.Default.StoredVersion)).Run();
            }
        }

        return true;
    }

    private bool Load(LedgerConnection connection)
    {
        LoadLayers(connection);
        using (var query = connection.Prepare("SELECT account, region, name, last_version FROM deleted_functions"))
        {
            while (query.Step())
            {
                _lastVersions[new FunctionId(query.Text(0), query.Text(1), query.Text(2))] = (int)query.Int64(3);
            }
        }

        var versions = new Dictionary<FunctionId, List<KeyValuePair<int, StoredVersion>>>();
        using (var query = connection.Prepare("SELECT account, region, name, version, document FROM function_versions"))
        {
            while (query.Step())
            {
                var id = new FunctionId(query.Text(0), query.Text(1), query.Text(2));
                var list = versions.TryGetValue(id, out var known) ? known : versions[id] = [];
                list.Add(new((int)query.Int64(3), JsonSerializer.Deserialize(query.Text(4), RegistryJson.Default.StoredVersion)!));
            }
        }

        using (var query = connection.Prepare("SELECT document FROM functions"))
        {
            while (query.Step())
            {
                var function = JsonSerializer.Deserialize(query.Text(0), RegistryJson.Default.Function)!;
                Show(function.Id, versions.TryGetValue(function.Id, out var list) ? function with { Versions = function.Versions.AddRange(list) } : function);
            }
        }

        return true;
    }

    private static Statement Bind(Statement statement, FunctionId id) => statement.Bind(1, id.AccountId).Bind(2, id.Region).Bind(3, id.Name);
}
