using System.Collections.Concurrent;
using Headrace.Apis.Http;
using Headrace.Apis.Plans;
using Headrace.Apis.Rest;
using Headrace.Ledger;

namespace Headrace.Apis;

/// <summary>The APIs of all accounts, their deployments, keys and usage plans: in memory, and in the ledger.</summary>
public sealed class ApiRegistry : IDisposable
{
    private readonly DocumentSet<RestApi> _rest;
    private readonly DocumentSet<RestSnapshot> _restSnapshots;
    private readonly DocumentSet<HttpApi> _http;
    private readonly DocumentSet<HttpSnapshot> _httpSnapshots;
    private readonly ConcurrentDictionary<string, ServedApi> _served = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ServedApi> _byName = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    private ApiRegistry(LedgerDatabase ledger, TimeProvider time)
    {
        _time = time;
        _rest = new DocumentSet<RestApi>(ledger, "rest-api", ApiJson.Default.RestApi);
        _restSnapshots = new DocumentSet<RestSnapshot>(ledger, "rest-deployment", ApiJson.Default.RestSnapshot);
        _http = new DocumentSet<HttpApi>(ledger, "http-api", ApiJson.Default.HttpApi);
        _httpSnapshots = new DocumentSet<HttpSnapshot>(ledger, "http-deployment", ApiJson.Default.HttpSnapshot);
        Keys = new DocumentSet<ApiKey>(ledger, "api-key", ApiJson.Default.ApiKey);
        Plans = new DocumentSet<UsagePlan>(ledger, "usage-plan", ApiJson.Default.UsagePlan);
        foreach (var (_, api) in _rest.All)
        {
            Serve(api);
        }

        foreach (var (_, api) in _http.All)
        {
            Serve(api);
        }
    }

    public DocumentSet<ApiKey> Keys { get; }

    public DocumentSet<UsagePlan> Plans { get; }

    public static ApiRegistry Open(LedgerDatabase ledger, TimeProvider time) => new(ledger, time);

    /// <summary>What is served under an API's id; null when there is none.</summary>
    public ServedApi? Served(string id) => _served.GetValueOrDefault(id);

    /// <summary>As <see cref="Served"/>, by name or id. Of several APIs of a name the newest.</summary>
    public ServedApi? ServedByName(string name)
    {
        if (_byName.TryGetValue(name, out var known))
        {
            return known;
        }

        var found = Served(name) ?? _served.Values.Where(api => api.Name == name).MaxBy(static api => (api.Created, api.Id));
        return found is null ? null : _byName[name] = found;
    }

    public RestApi? FindRest(string account, string region, string id) => _rest.Find(new DocumentKey(account, region, id));

    public IReadOnlyList<RestApi> ListRest(string account, string region) => [.. _rest.List(account, region).OrderBy(static api => api.CreatedDate)];

    /// <param name="change">From null: creates. To null: deletes.</param>
    public async Task<RestApi?> ChangeRestAsync(string account, string region, string id, Func<RestApi?, RestApi?> change, CancellationToken cancellationToken)
    {
        var (before, after) = await ChangeAsync(_rest, new DocumentKey(account, region, id), change, Serve, cancellationToken);
        foreach (var gone in before?.Deployments.Keys.Where(deployment => after?.Deployments.ContainsKey(deployment) != true) ?? [])
        {
            await _restSnapshots.ChangeAsync(SnapshotKey(account, region, id, gone), static _ => null, CancellationToken.None);
        }

        return after;
    }

    /// <summary>Keeps what a deployment will serve, before the API names the deployment.</summary>
    public Task AddAsync(RestApi api, RestSnapshot snapshot, CancellationToken cancellationToken) =>
        _restSnapshots.ChangeAsync(SnapshotKey(api.Account, api.Region, api.Id, snapshot.Id), _ => snapshot, cancellationToken);

    public RestSnapshot? SnapshotOf(RestApi api, string deploymentId) => _restSnapshots.Find(SnapshotKey(api.Account, api.Region, api.Id, deploymentId));

    public HttpApi? FindHttp(string account, string region, string id) => _http.Find(new DocumentKey(account, region, id));

    public IReadOnlyList<HttpApi> ListHttp(string account, string region) => [.. _http.List(account, region).OrderBy(static api => api.CreatedDate)];

    /// <param name="change">From null: creates. To null: deletes.</param>
    public async Task<HttpApi?> ChangeHttpAsync(string account, string region, string id, Func<HttpApi?, HttpApi?> change, CancellationToken cancellationToken)
    {
        var (before, after) = await ChangeAsync(_http, new DocumentKey(account, region, id), change, Serve, cancellationToken);
        foreach (var gone in before?.Deployments.Where(deployment => after?.Deployments.Exists(kept => kept.DeploymentId == deployment.DeploymentId) != true) ?? [])
        {
            await _httpSnapshots.ChangeAsync(SnapshotKey(account, region, id, gone.DeploymentId), static _ => null, CancellationToken.None);
        }

        return after;
    }

    /// <summary>Keeps what a deployment will serve, before the API names the deployment.</summary>
    public Task AddAsync(HttpApi api, HttpSnapshot snapshot, CancellationToken cancellationToken) =>
        _httpSnapshots.ChangeAsync(SnapshotKey(api.Account, api.Region, api.ApiId, snapshot.Id), _ => snapshot, cancellationToken);

    public HttpSnapshot? SnapshotOf(HttpApi api, string deploymentId) => _httpSnapshots.Find(SnapshotKey(api.Account, api.Region, api.ApiId, deploymentId));

    /// <summary>Changes what is kept, and serves or withdraws accordingly.</summary>
    private async Task<(T? Before, T? After)> ChangeAsync<T>(DocumentSet<T> apis, DocumentKey key, Func<T?, T?> change, Action<T> serve, CancellationToken cancellationToken)
        where T : class
    {
        T? before = null;
        var after = await apis.ChangeAsync(
            key,
            current =>
            {
                before = current;
                return change(current);
            },
            cancellationToken);
        if (after is null)
        {
            Withdraw(key.Id);
        }
        else
        {
            serve(after);
        }

        return (before, after);
    }

    public void Dispose()
    {
        _rest.Dispose();
        _restSnapshots.Dispose();
        _http.Dispose();
        _httpSnapshots.Dispose();
        Keys.Dispose();
        Plans.Dispose();
    }

    private static DocumentKey SnapshotKey(string account, string region, string api, string deployment) => new(account, region, $"{api}/{deployment}");

    private void Serve(RestApi api)
    {
        _served[api.Id] = ServedApi.Of(api, this, _time);
        _byName.Clear();
    }

    private void Serve(HttpApi api)
    {
        _served[api.ApiId] = ServedApi.Of(api, this, _time);
        _byName.Clear();
    }

    private void Withdraw(string id)
    {
        _served.TryRemove(id, out _);
        _byName.Clear();
    }
}
