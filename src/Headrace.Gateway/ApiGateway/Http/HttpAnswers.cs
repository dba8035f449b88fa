using System.Collections.Immutable;
using System.Globalization;
using Headrace.Apis.Http;

namespace Headrace.Gateway.ApiGateway.Http;

internal sealed record HttpApiAnswer(
    string ApiEndpoint, string ApiId, string ApiKeySelectionExpression, CorsConfiguration? CorsConfiguration, string CreatedDate, string? Description,
    bool DisableExecuteApiEndpoint, string IpAddressType, string Name, string ProtocolType, string RouteSelectionExpression,
    ImmutableSortedDictionary<string, string> Tags, string? Version)
{
    public static HttpApiAnswer Of(HttpApi api, GatewayRequest request)
    {
        var http = request.Http.Request;
        var port = http.Host.Port is { } explicitPort ? $":{explicitPort}" : "";
        return new HttpApiAnswer(
            $"{http.Scheme}://{api.ApiId}.execute-api.localhost{port}", api.ApiId, "$request.header.x-api-key", api.CorsConfiguration, Times.Iso(api.CreatedDate), api.Description,
            api.DisableExecuteApiEndpoint, "ipv4", api.Name, "HTTP", "$request.method $request.path", api.Tags, api.Version);
    }
}

internal sealed record RouteAnswer(
    bool? ApiGatewayManaged, bool ApiKeyRequired, string AuthorizationType, string? OperationName, string RouteId, string RouteKey, string? Target)
{
    public static RouteAnswer Of(Route route) =>
        new(route.ApiGatewayManaged, route.ApiKeyRequired, route.AuthorizationType, route.OperationName, route.RouteId, route.RouteKey, route.Target);
}

internal sealed record HttpStageAnswer(
    bool? ApiGatewayManaged, bool AutoDeploy, string CreatedDate, HttpRouteSettings DefaultRouteSettings, string? DeploymentId, string? Description,
    string? LastDeploymentStatusMessage, string LastUpdatedDate, ImmutableSortedDictionary<string, HttpRouteSettings> RouteSettings, string StageName,
    ImmutableSortedDictionary<string, string> StageVariables, ImmutableSortedDictionary<string, string> Tags)
{
    public static HttpStageAnswer Of(HttpStage stage) => new(
        stage.ApiGatewayManaged, stage.AutoDeploy, Times.Iso(stage.CreatedDate), stage.DefaultRouteSettings, stage.DeploymentId, stage.Description,
        stage.LastDeploymentStatusMessage, Times.Iso(stage.LastUpdatedDate), stage.RouteSettings, stage.StageName, stage.StageVariables, stage.Tags);
}

internal sealed record HttpDeploymentAnswer(bool AutoDeployed, string CreatedDate, string DeploymentId, string DeploymentStatus, string? Description)
{
    public static HttpDeploymentAnswer Of(HttpDeployment deployment) =>
        new(deployment.AutoDeployed, Times.Iso(deployment.CreatedDate), deployment.DeploymentId, deployment.DeploymentStatus, deployment.Description);
}

internal sealed record HttpListAnswer<T>(IReadOnlyList<T> Items, string? NextToken);

internal static class Times
{
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
