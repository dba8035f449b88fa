using Headrace.Apis;
using Headrace.Gateway.ApiGateway.Http;
using Headrace.Gateway.ApiGateway.Keys;
using Headrace.Gateway.ApiGateway.Rest;
using Headrace.Gateway.Lambda;
using Microsoft.AspNetCore.Http;
using Integrations = Headrace.Gateway.ApiGateway.Http.Integrations;

namespace Headrace.Gateway.ApiGateway;

/// <summary>Which operation a method and a path stand for.</summary>
internal static class ApiRoutes
{
    private const string Api = "/restapis/{restapi_id}";
    private const string ResourcePath = Api + "/resources/{resource_id}";
    private const string MethodPath = ResourcePath + "/methods/{http_method}";
    private const string HttpApi = "/v2/apis/{apiId}";

    private static readonly RouteTree<ApiOperation> Operations = new()
    {
        { "POST", "/restapis", RestApis.CreateAsync },
        { "GET", "/restapis", RestApis.ListAsync, "limit", "position" },
        { "GET", Api, RestApis.GetAsync },
        { "PATCH", Api, RestApis.UpdateAsync },
        { "DELETE", Api, RestApis.DeleteAsync },

        { "GET", Api + "/resources", Resources.ListAsync, "limit", "position", "embed" },
        { "POST", Api + "/resources/{parent_id}", Resources.CreateAsync },
        { "GET", ResourcePath, Resources.GetAsync, "embed" },
        { "PATCH", ResourcePath, Resources.UpdateAsync },
        { "DELETE", ResourcePath, Resources.DeleteAsync },

        { "PUT", MethodPath, Methods.PutAsync },
        { "GET", MethodPath, Methods.GetAsync },
        { "PATCH", MethodPath, Methods.UpdateAsync },
        { "DELETE", MethodPath, Methods.DeleteAsync },
        { "POST", MethodPath, TestInvokeMethod.HandleAsync },
        { "PUT", MethodPath + "/responses/{status_code}", MethodResponses.PutAsync },
        { "GET", MethodPath + "/responses/{status_code}", MethodResponses.GetAsync },
        { "PATCH", MethodPath + "/responses/{status_code}", MethodResponses.UpdateAsync },
        { "DELETE", MethodPath + "/responses/{status_code}", MethodResponses.DeleteAsync },

        { "PUT", MethodPath + "/integration", RestIntegrations.PutAsync },
        { "GET", MethodPath + "/integration", RestIntegrations.GetAsync },
        { "PATCH", MethodPath + "/integration", RestIntegrations.UpdateAsync },
        { "DELETE", MethodPath + "/integration", RestIntegrations.DeleteAsync },
        { "PUT", MethodPath + "/integration/responses/{status_code}", IntegrationResponses.PutAsync },
        { "GET", MethodPath + "/integration/responses/{status_code}", IntegrationResponses.GetAsync },
        { "PATCH", MethodPath + "/integration/responses/{status_code}", IntegrationResponses.UpdateAsync },
        { "DELETE", MethodPath + "/integration/responses/{status_code}", IntegrationResponses.DeleteAsync },

        { "POST", Api + "/deployments", RestDeployments.CreateAsync },
        { "GET", Api + "/deployments", RestDeployments.ListAsync, "limit", "position" },
        { "GET", Api + "/deployments/{deployment_id}", RestDeployments.GetAsync },
        { "PATCH", Api + "/deployments/{deployment_id}", RestDeployments.UpdateAsync },
        { "DELETE", Api + "/deployments/{deployment_id}", RestDeployments.DeleteAsync },

        { "POST", Api + "/stages", RestStages.CreateAsync },
        { "GET", Api + "/stages", RestStages.ListAsync, "deploymentId" },
        { "GET", Api + "/stages/{stage_name}", RestStages.GetAsync },
        { "PATCH", Api + "/stages/{stage_name}", RestStages.UpdateAsync },
        { "DELETE", Api + "/stages/{stage_name}", RestStages.DeleteAsync },

        { "POST", "/apikeys", ApiKeys.CreateAsync },
        { "GET", "/apikeys", ApiKeys.ListAsync, "limit", "position", "name", "customerId", "includeValues" },
        { "GET", "/apikeys/{api_Key}", ApiKeys.GetAsync, "includeValue" },
        { "PATCH", "/apikeys/{api_Key}", ApiKeys.UpdateAsync },
        { "DELETE", "/apikeys/{api_Key}", ApiKeys.DeleteAsync },

        { "POST", "/usageplans", UsagePlans.CreateAsync },
        { "GET", "/usageplans", UsagePlans.ListAsync, "limit", "position", "keyId" },
        { "GET", "/usageplans/{usageplanId}", UsagePlans.GetAsync },
        { "PATCH", "/usageplans/{usageplanId}", UsagePlans.UpdateAsync },
        { "DELETE", "/usageplans/{usageplanId}", UsagePlans.DeleteAsync },
        { "GET", "/usageplans/{usageplanId}/usage", UsagePlanKeys.UsageAsync, "startDate", "endDate", "keyId" },
        { "POST", "/usageplans/{usageplanId}/keys", UsagePlanKeys.CreateAsync },
        { "GET", "/usageplans/{usageplanId}/keys", UsagePlanKeys.ListAsync, "limit", "position", "name" },
        { "GET", "/usageplans/{usageplanId}/keys/{keyId}", UsagePlanKeys.GetAsync },
        { "DELETE", "/usageplans/{usageplanId}/keys/{keyId}", UsagePlanKeys.DeleteAsync },

        { "GET", "/account", Account.GetAsync },
        { "GET", "/tags/{resource_arn}", ApiTags.GetAsync, "limit", "position" },
        { "PUT", "/tags/{resource_arn}", ApiTags.PutAsync },
        { "DELETE", "/tags/{resource_arn}", ApiTags.RemoveAsync, "tagKeys" },

        { "POST", "/v2/apis", HttpApis.CreateAsync },
        { "GET", "/v2/apis", HttpApis.ListAsync, "maxResults", "nextToken" },
        { "GET", HttpApi, HttpApis.GetAsync },
        { "PATCH", HttpApi, HttpApis.UpdateAsync },
        { "DELETE", HttpApi, HttpApis.DeleteAsync },
        { "DELETE", HttpApi + "/cors", HttpApis.DeleteCorsAsync },

        { "POST", HttpApi + "/routes", Routes.CreateAsync },
        { "GET", HttpApi + "/routes", Routes.ListAsync, "maxResults", "nextToken" },
        { "GET", HttpApi + "/routes/{routeId}", Routes.GetAsync },
        { "PATCH", HttpApi + "/routes/{routeId}", Routes.UpdateAsync },
        { "DELETE", HttpApi + "/routes/{routeId}", Routes.DeleteAsync },

        { "POST", HttpApi + "/integrations", Integrations.CreateAsync },
        { "GET", HttpApi + "/integrations", Integrations.ListAsync, "maxResults", "nextToken" },
        { "GET", HttpApi + "/integrations/{integrationId}", Integrations.GetAsync },
        { "PATCH", HttpApi + "/integrations/{integrationId}", Integrations.UpdateAsync },
        { "DELETE", HttpApi + "/integrations/{integrationId}", Integrations.DeleteAsync },

        { "POST", HttpApi + "/stages", Stages.CreateAsync },
        { "GET", HttpApi + "/stages", Stages.ListAsync, "maxResults", "nextToken" },
        { "GET", HttpApi + "/stages/{stageName}", Stages.GetAsync },
        { "PATCH", HttpApi + "/stages/{stageName}", Stages.UpdateAsync },
        { "DELETE", HttpApi + "/stages/{stageName}", Stages.DeleteAsync },

        { "POST", HttpApi + "/deployments", Deployments.CreateAsync },
        { "GET", HttpApi + "/deployments", Deployments.ListAsync, "maxResults", "nextToken" },
        { "GET", HttpApi + "/deployments/{deploymentId}", Deployments.GetAsync },
        { "PATCH", HttpApi + "/deployments/{deploymentId}", Deployments.UpdateAsync },
        { "DELETE", HttpApi + "/deployments/{deploymentId}", Deployments.DeleteAsync },

        { "GET", "/v2/tags/{resource_arn}", ApiTags.GetAsync },
        { "POST", "/v2/tags/{resource_arn}", ApiTags.PutAsync },
        { "DELETE", "/v2/tags/{resource_arn}", ApiTags.RemoveAsync, "tagKeys" },
    };

    /// <summary>Where AWS has operations that are not here, by what stands in the path.</summary>
    private static readonly Dictionary<string, string> Missing = new(StringComparer.Ordinal)
    {
        ["authorizers"] = "Authorizers",
        ["models"] = "Models",
        ["requestvalidators"] = "Request validators",
        ["gatewayresponses"] = "Gateway responses",
        ["documentation"] = "Documentation parts and versions",
        ["domainnames"] = "Custom domain names",
        ["vpclinks"] = "VPC links",
        ["clientcertificates"] = "Client certificates",
        ["sdktypes"] = "SDK generation",
        ["sdks"] = "SDK generation",
        ["exports"] = "GetExport",
        ["cache"] = "Caching",
        ["integrationresponses"] = "Integration responses of HTTP APIs (WebSocket APIs)",
        ["routeresponses"] = "Route responses (WebSocket APIs)",
        ["template"] = "GetModelTemplate",
        ["routesettings"] = "DeleteRouteSettings",
        ["domainnameaccessassociations"] = "Custom domain names",
        ["rejectdomainnameaccessassociations"] = "Custom domain names",
        ["portals"] = "Portals",
        ["portalproducts"] = "Portals",
        ["requestparameters"] = "DeleteRouteRequestParameter (WebSocket APIs)",
        ["accesslogsettings"] = "DeleteAccessLogSettings",
    };

    /// <exception cref="ApiException">There is no such operation, here or in AWS, or none that takes such parameters.</exception>
    public static ApiOperation Find(string method, string path, IQueryCollection query, out IReadOnlyDictionary<string, string> values)
    {
        if (method == "POST" && query.ContainsKey("mode") && path is "/restapis" or "/apikeys")
        {
            throw ApiErrors.NotImplemented(path == "/restapis" ? "ImportRestApi" : "ImportApiKeys");
        }

        var operation = Operations.Find(method, path, out values) ?? throw Unknown(method, path);
        operation.RefuseOthers(query);
        return operation;
    }

    /// <summary>What AWS has and this engine has not is said by name; what AWS has not either is AWS's own refusal.</summary>
    private static ApiException Unknown(string method, string path)
    {
        foreach (var segment in path.Split('/'))
        {
            if (Missing.TryGetValue(segment, out var name))
            {
                return ApiErrors.NotImplemented(name);
            }
        }

        return (method, path.Split('/')) switch
        {
            ("PUT", ["", "restapis", _]) => ApiErrors.NotImplemented("PutRestApi"),
            ("PUT", ["", "v2", "apis"]) => ApiErrors.NotImplemented("ImportApi"),
            ("PUT", ["", "v2", "apis", _]) => ApiErrors.NotImplemented("ReimportApi"),
            ("PATCH", ["", "account"]) => ApiErrors.NotImplemented("UpdateAccount"),
            ("PATCH", ["", "usageplans", _, "keys", _, "usage"]) => ApiErrors.NotImplemented("UpdateUsage"),
            _ => new ApiException("UnknownOperationException", 404, $"Unable to determine the operation of {method} {path}"),
        };
    }

    /// <param name="parameters">What the operation takes in the query.</param>
    private static void Add(this RouteTree<ApiOperation> routes, string method, string template, Func<ApiCall, Task> run, params IReadOnlyList<string> parameters) =>
        routes.Add(method, template, new ApiOperation(run, parameters));
}
