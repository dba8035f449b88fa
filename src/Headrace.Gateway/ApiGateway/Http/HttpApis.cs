using System.Collections.Immutable;
using Headrace.Apis;
using Headrace.Apis.Http;
using Headrace.Wire.Lambda;

namespace Headrace.Gateway.ApiGateway.Http;

/// <summary>CreateApi (quick create too), GetApi, GetApis, UpdateApi, DeleteApi.</summary>
internal static class HttpApis
{
    public static async Task CreateAsync(ApiCall call)
    {
        var body = call.Body;
        var (name, protocol) = (body.Text("name"), body.Text("protocolType"));
        var (target, routeKey, credentials) = (body.Text("target"), body.Text("routeKey"), body.Text("credentialsArn"));
        if (protocol == "WEBSOCKET")
        {
            throw ApiErrors.NotImplemented("ProtocolType=WEBSOCKET");
        }

        if (string.IsNullOrEmpty(name))
        {
            throw ApiErrors.BadRequest("Name is required");
        }

        if (protocol != "HTTP")
        {
            throw ApiErrors.BadRequest("Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]");
        }

        RequireExpressions(body);
        var api = new HttpApi
        {
            ApiId = ApiIds.Api(),
            Name = name,
            Description = body.Text("description"),
            Version = body.Text("version"),
            CreatedDate = call.Now,
            CorsConfiguration = ReadCors(body),
            DisableExecuteApiEndpoint = RequireReachable(body.Flag("disableExecuteApiEndpoint")),
            Tags = body.Map("tags") ?? ImmutableSortedDictionary<string, string>.Empty,
            Account = call.Account,
            Region = call.Region,
        };
        body.Finish();
        if (target is not null)
        {
            api = QuickCreate(api, target, routeKey ?? "$default", credentials, call.Now);
        }
        else if (routeKey is not null)
        {
            throw ApiErrors.BadRequest("RouteKey can only be specified along with Target");
        }

        await call.Apis.ChangeHttpAsync(call.Account, call.Region, api.ApiId, _ => api, call.Aborted);
        await call.AnswerAsync(201, HttpApiAnswer.Of(api, call.Request), ApiGatewayJson.Default.HttpApiAnswer);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, HttpApiAnswer.Of(call.Http(), call.Request), ApiGatewayJson.Default.HttpApiAnswer);

    public static Task ListAsync(ApiCall call)
    {
        var (items, token) = call.HttpPage(call.Apis.ListHttp(call.Account, call.Region));
        return call.AnswerAsync(200, new HttpListAnswer<HttpApiAnswer>([.. items.Select(api => HttpApiAnswer.Of(api, call.Request))], token), ApiGatewayJson.Default.HttpListAnswerHttpApiAnswer);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var body = call.Body;
        RequireExpressions(body);
        var (name, description, version, cors) = (body.Text("name"), body.Text("description"), body.Text("version"), ReadCors(body));
        var isDisabled = RequireReachable(body.Flag("disableExecuteApiEndpoint"));
        var (target, routeKey, credentials) = (body.Text("target"), body.Text("routeKey"), body.Text("credentialsArn"));
        body.Finish();
        var updated = await call.ChangeHttpAsync(api =>
        {
            api = api with
            {
                Name = name ?? api.Name,
                Description = description ?? api.Description,
                Version = version ?? api.Version,
                CorsConfiguration = cors ?? api.CorsConfiguration,
                DisableExecuteApiEndpoint = isDisabled,
            };
            return target is null && routeKey is null && credentials is null ? api : UpdateQuickCreated(api, target, routeKey, credentials);
        });
        await call.AnswerAsync(200, HttpApiAnswer.Of(updated!, call.Request), ApiGatewayJson.Default.HttpApiAnswer);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        await call.ChangeHttpAsync(static _ => null);
        await call.AnswerAsync(204);
    }

    public static async Task DeleteCorsAsync(ApiCall call)
    {
        await call.ChangeHttpAsync(static api => api with { CorsConfiguration = null });
        await call.AnswerAsync(204);
    }

    /// <summary>One integration, one route to it, and a stage that deploys by itself.</summary>
    private static HttpApi QuickCreate(HttpApi api, string target, string routeKey, string? credentials, DateTimeOffset now)
    {
        Routes.RequireKey(routeKey);
        var integration = IntegrationOf(ApiIds.HttpPart(), target, credentials);
        var route = new Route(ApiIds.HttpPart(), routeKey, $"integrations/{integration.IntegrationId}") { ApiGatewayManaged = true };
        var stage = new HttpStage("$default") { ApiGatewayManaged = true, AutoDeploy = true, CreatedDate = now, LastUpdatedDate = now };
        return Stages.AutoDeploy(
            api with
            {
                Integrations = api.Integrations.Add(integration.IntegrationId, integration),
                Routes = api.Routes.Add(route.RouteId, route),
                Stages = api.Stages.Add(stage.StageName, stage),
            },
            now);
    }

    private static HttpApi UpdateQuickCreated(HttpApi api, string? target, string? routeKey, string? credentials)
    {
        var route = api.Routes.Values.FirstOrDefault(static route => route.ApiGatewayManaged == true);
        if (route?.IntegrationId is not { } id || !api.Integrations.TryGetValue(id, out var integration))
        {
            throw ApiErrors.BadRequest("Quick create parameters can only be updated on an API that was created with them");
        }

        if (routeKey is not null)
        {
            Routes.RequireKey(routeKey);
        }

        return api with
        {
            Integrations = api.Integrations.SetItem(id, target is null ? integration with { CredentialsArn = credentials ?? integration.CredentialsArn } : IntegrationOf(id, target, credentials ?? integration.CredentialsArn)),
            Routes = api.Routes.SetItem(route.RouteId, route with { RouteKey = routeKey ?? route.RouteKey }),
        };
    }

    private static HttpIntegration IntegrationOf(string id, string target, string? credentials)
    {
        var isFunction = FunctionReference.Parse(target) is { Region: not null, AccountId: not null };
        if (!isFunction && !(Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            throw ApiErrors.BadRequest("Target must be a Lambda function ARN or a fully qualified HTTP URL");
        }

        return isFunction
            ? new HttpIntegration(id, "AWS_PROXY") { IntegrationMethod = "POST", IntegrationUri = target, PayloadFormatVersion = "2.0", CredentialsArn = credentials, ApiGatewayManaged = true }
            : new HttpIntegration(id, "HTTP_PROXY") { IntegrationMethod = "ANY", IntegrationUri = target, PayloadFormatVersion = "1.0", ApiGatewayManaged = true };
    }

    private static CorsConfiguration? ReadCors(BodyReader body)
    {
        if (body.Object("corsConfiguration") is not { } cors)
        {
            return null;
        }

        var read = new CorsConfiguration
        {
            AllowCredentials = cors.Flag("allowCredentials"),
            AllowHeaders = cors.List("allowHeaders"),
            AllowMethods = cors.List("allowMethods"),
            AllowOrigins = cors.List("allowOrigins"),
            ExposeHeaders = cors.List("exposeHeaders"),
            MaxAge = cors.Number("maxAge"),
        };
        cors.Finish();
        if (read.AllowCredentials == true && read.AllowOrigins?.Contains("*") == true)
        {
            throw ApiErrors.BadRequest("allowCredentials is not supported for allowOrigin *");
        }

        if (read.MaxAge is < -1 or > 86_400)
        {
            throw ApiErrors.BadRequest("maxAge must be between -1 and 86400");
        }

        return read;
    }

    /// <summary>An HTTP API knows one expression of each kind.</summary>
    private static void RequireExpressions(BodyReader body)
    {
        if (body.Text("routeSelectionExpression") is { } route && route is not ("$request.method $request.path" or "${request.method} ${request.path}"))
        {
            throw ApiErrors.BadRequest("Invalid routeSelectionExpression specified. HTTP APIs only support $request.method $request.path");
        }

        if (body.Text("apiKeySelectionExpression") is { } key && key != "$request.header.x-api-key")
        {
            throw ApiErrors.NotImplemented($"ApiKeySelectionExpression={key}");
        }

        if (body.Text("ipAddressType") is { } type && type != "ipv4")
        {
            throw ApiErrors.NotImplemented($"IpAddressType={type}");
        }
    }

    private static bool RequireReachable(bool? isDisabled) => isDisabled != true ? false
        : throw ApiErrors.NotImplemented("DisableExecuteApiEndpoint (there are no custom domains to reach the API by)");
}
