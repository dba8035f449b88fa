using System.Collections.Concurrent;
using System.Collections.Immutable;
using Headrace.Apis.Http;
using Headrace.Apis.Plans;
using Headrace.Apis.Rest;

namespace Headrace.Apis;

/// <summary>An API made ready for requests: each stage's routes, worked out once per change.</summary>
public sealed class ServedApi
{
    private readonly ConcurrentDictionary<string, ServedRestStage?> _restStages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ServedHttpStage?> _httpStages = new(StringComparer.Ordinal);
    private readonly ApiRegistry _registry;
    private readonly TimeProvider _time;

    private ServedApi(ApiRegistry registry, TimeProvider time)
    {
        _registry = registry;
        _time = time;
    }

    public RestApi? Rest { get; private init; }

    public HttpApi? Http { get; private init; }

    public string Id => Rest?.Id ?? Http!.ApiId;

    public string Name => Rest?.Name ?? Http!.Name;

    public DateTimeOffset Created => Http?.CreatedDate ?? DateTimeOffset.FromUnixTimeSeconds(Rest!.CreatedDate);

    /// <summary>Where nothing says which stage: the only one, <c>$default</c>, or the one that changed last. Null when there is none.</summary>
    public string? LatestStage => Rest is { } rest
        ? rest.Stages.Values.MaxBy(static stage => (stage.LastUpdatedDate, stage.CreatedDate, stage.StageName))?.StageName
        : Http!.Stages.ContainsKey("$default") ? "$default" : Http.Stages.Values.MaxBy(static stage => stage.LastUpdatedDate)?.StageName;

    /// <summary>What a REST API's stage serves; null when there is no such stage.</summary>
    public ServedRestStage? RestStage(string name) => _restStages.TryGetValue(name, out var known) ? known : Rest!.Stages.ContainsKey(name) ? _restStages.GetOrAdd(name, Prepare) : null;

    /// <summary>What an HTTP API's stage serves; null when there is no such stage.</summary>
    public ServedHttpStage? HttpStage(string name) => _httpStages.TryGetValue(name, out var known) ? known : Http!.Stages.ContainsKey(name) ? _httpStages.GetOrAdd(name, PrepareHttp) : null;

    internal static ServedApi Of(RestApi api, ApiRegistry registry, TimeProvider time) => new(registry, time) { Rest = api };

    internal static ServedApi Of(HttpApi api, ApiRegistry registry, TimeProvider time) => new(registry, time) { Http = api };

    private ServedRestStage? Prepare(string name) =>
        Rest!.Stages.GetValueOrDefault(name) is { } stage && _registry.SnapshotOf(Rest, stage.DeploymentId) is { } snapshot
            ? new ServedRestStage(Rest, stage, new RestRoutes(snapshot.Resources.Values), _time)
            : null;

    private ServedHttpStage? PrepareHttp(string name)
    {
        if (Http!.Stages.GetValueOrDefault(name) is not { } stage)
        {
            return null;
        }

        // A stage that deploys by itself serves the draft.
        var snapshot = stage.AutoDeploy ? Http.Snapshot("") : stage.DeploymentId is { } id ? _registry.SnapshotOf(Http, id) : null;
        return new ServedHttpStage(Http, stage, new HttpRoutes(snapshot?.Routes.Values ?? []), snapshot?.Integrations ?? ImmutableSortedDictionary<string, HttpIntegration>.Empty, _time);
    }
}

/// <summary>A stage of a REST API.</summary>
public sealed class ServedRestStage(RestApi api, Stage stage, RestRoutes routes, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);

    public RestApi Api { get; } = api;

    public Stage Stage { get; } = stage;

    public RestRoutes Routes { get; } = routes;

    /// <summary>Whether the stage's own throttle lets another request to a method through.</summary>
    public bool Admits(Resource resource, Method method) => FindSetting(resource, method) is not var (key, setting) ||
        _buckets.GetOrAdd(key, static (_, state) => new TokenBucket(new Throttle(state.setting.ThrottlingBurstLimit, state.setting.ThrottlingRateLimit), state.time), (setting, time)).TryTake();

    /// <summary>The method's own settings, else the stage's for all methods; null when there are none.</summary>
    public MethodSetting? SettingOf(Resource resource, Method method) => FindSetting(resource, method)?.Setting;

    private (string Key, MethodSetting Setting)? FindSetting(Resource resource, Method method)
    {
        if (Stage.MethodSettings.Count == 0)
        {
            return null;
        }

        var path = resource.Path.Replace("/", "~1", StringComparison.Ordinal);
        foreach (var key in new[] { $"{path}/{method.HttpMethod}", $"{resource.Path.TrimStart('/')}/{method.HttpMethod}", "*/*" })
        {
            if (Stage.MethodSettings.TryGetValue(key, out var setting))
            {
                return (key, setting);
            }
        }

        return null;
    }
}

/// <summary>A stage of an HTTP API.</summary>
public sealed class ServedHttpStage(HttpApi api, HttpStage stage, HttpRoutes routes, IReadOnlyDictionary<string, HttpIntegration> integrations, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);

    public HttpApi Api { get; } = api;

    public HttpStage Stage { get; } = stage;

    public HttpRoutes Routes { get; } = routes;

    public IReadOnlyDictionary<string, HttpIntegration> Integrations { get; } = integrations;

    /// <summary>The route's own settings, else the stage's.</summary>
    public HttpRouteSettings SettingsOf(Route route) => Stage.RouteSettings.GetValueOrDefault(route.RouteKey) ?? Stage.DefaultRouteSettings;

    /// <summary>Whether the stage's throttle lets another request to a route through.</summary>
    public bool Admits(Route route)
    {
        var settings = Stage.RouteSettings.GetValueOrDefault(route.RouteKey) is { ThrottlingBurstLimit: not null } own ? own : Stage.DefaultRouteSettings;
        return settings is not { ThrottlingBurstLimit: { } burst, ThrottlingRateLimit: { } rate } ||
            _buckets.GetOrAdd(ReferenceEquals(settings, Stage.DefaultRouteSettings) ? "" : route.RouteKey, static (_, state) => new TokenBucket(new Throttle(state.burst, state.rate), state.time), (burst, rate, time)).TryTake();
    }
}
