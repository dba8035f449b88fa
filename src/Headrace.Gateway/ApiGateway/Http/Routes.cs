using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Headrace.Apis;
using Headrace.Apis.Http;

namespace Headrace.Gateway.ApiGateway.Http;

/// <summary>CreateRoute, GetRoute, GetRoutes, UpdateRoute, DeleteRoute.</summary>
internal static partial class Routes
{
    public static async Task CreateAsync(ApiCall call)
    {
        var api = call.Http();
        var key = call.Body.Text("routeKey") ?? throw ApiErrors.BadRequest("RouteKey is required");
        RequireKey(key);
        var route = Read(call, new Route(ApiIds.HttpPart(), key, null));
        call.Body.Finish();
        await call.ChangeHttpAsync(current =>
        {
            RequireTarget(current, route);
            return current.Routes.Values.Any(other => other.RouteKey == route.RouteKey)
                ? throw ApiErrors.Conflict($"Route with key {route.RouteKey} already exists for this API")
                : Stages.AutoDeploy(current with { Routes = current.Routes.Add(route.RouteId, route) }, call.Now);
        });
        await call.AnswerAsync(201, RouteAnswer.Of(route), ApiGatewayJson.Default.RouteAnswer);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, RouteAnswer.Of(Find(call.Http(), call.Path("routeId"))), ApiGatewayJson.Default.RouteAnswer);

    public static Task ListAsync(ApiCall call)
    {
        var (items, token) = call.HttpPage<Route>([.. call.Http().Routes.Values]);
        return call.AnswerAsync(200, new HttpListAnswer<RouteAnswer>([.. items.Select(RouteAnswer.Of)], token), ApiGatewayJson.Default.HttpListAnswerRouteAnswer);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var id = call.Path("routeId");
        var key = call.Body.Text("routeKey");
        if (key is not null)
        {
            RequireKey(key);
        }

        Find(call.Http(), id);
        var updated = await call.ChangeHttpAsync(api =>
        {
            var before = Find(api, id);
            var route = Read(call, before with { RouteKey = key ?? before.RouteKey });
            call.Body.Finish();
            RequireTarget(api, route);
            return api.Routes.Values.Any(other => other.RouteKey == route.RouteKey && other.RouteId != id)
                ? throw ApiErrors.Conflict($"Route with key {route.RouteKey} already exists for this API")
                : Stages.AutoDeploy(api with { Routes = api.Routes.SetItem(id, route) }, call.Now);
        });
        await call.AnswerAsync(200, RouteAnswer.Of(updated!.Routes[id]), ApiGatewayJson.Default.RouteAnswer);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        var id = call.Path("routeId");
        await call.ChangeHttpAsync(api =>
        {
            Find(api, id);
            return Stages.AutoDeploy(api with { Routes = api.Routes.Remove(id) }, call.Now);
        });
        await call.AnswerAsync(204);
    }

    public static void RequireKey(string key)
    {
        if (key != "$default" && !KeyRegex().IsMatch(key))
        {
            throw ApiErrors.BadRequest("The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"");
        }
    }

    private static Route Find(HttpApi api, string id) => api.Routes.GetValueOrDefault(id) ?? throw ApiErrors.NotFound($"Unable to find Route by id {id} within the API specified");

    private static Route Read(ApiCall call, Route route)
    {
        var body = call.Body;
        var authorization = body.Text("authorizationType") ?? route.AuthorizationType;
        if (authorization is "JWT" or "CUSTOM")
        {
            throw ApiErrors.NotImplemented($"AuthorizationType={authorization}");
        }

        if (authorization is not ("NONE" or "AWS_IAM"))
        {
            throw ApiErrors.BadRequest($"Invalid authorizationType specified: {authorization}");
        }

        return body.Flag("apiKeyRequired") == true
            ? throw ApiErrors.BadRequest("ApiKeyRequired is not currently supported for HTTP APIs")
            : route with { AuthorizationType = authorization, OperationName = body.Text("operationName") ?? route.OperationName, Target = body.Text("target") ?? route.Target };
    }

    private static void RequireTarget(HttpApi api, Route route)
    {
        if (route.Target is not null && (route.IntegrationId is not { } id || !api.Integrations.ContainsKey(id)))
        {
            throw ApiErrors.BadRequest($"Invalid target specified: {route.Target}");
        }
    }

    [GeneratedRegex(@"\A(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) /(?:[A-Za-z0-9._~$@:!&'()*,;=%+-]+|\{[A-Za-z0-9._-]+\}|/(?!/))*(?:\{[A-Za-z0-9._-]+\+\})?\z")]
    private static partial Regex KeyRegex();
}
