using Headrace.Gateway.Lambda.Aliases;
using Headrace.Gateway.Lambda.Concurrency;
using Headrace.Gateway.Lambda.EventInvoke;
using Headrace.Gateway.Lambda.Functions;
using Headrace.Gateway.Lambda.Invocations;
using Headrace.Gateway.Lambda.Layers;
using Headrace.Gateway.Lambda.Permissions;
using Headrace.Gateway.Lambda.Tags;
using Headrace.Gateway.Lambda.Urls;
using Headrace.Gateway.Lambda.Versions;

namespace Headrace.Gateway.Lambda;

/// <summary>Which operation a method and a path stand for.</summary>
internal static class LambdaRoutes
{
    private static readonly RouteTree<Func<LambdaCall, Task>> Operations = new()
    {
        { "POST", "/2015-03-31/functions", CreateFunction.HandleAsync },
        { "GET", "/2015-03-31/functions", ListFunctions.HandleAsync },
        { "GET", "/2015-03-31/functions/{FunctionName}", GetFunction.HandleAsync },
        { "DELETE", "/2015-03-31/functions/{FunctionName}", DeleteFunction.HandleAsync },
        { "PUT", "/2015-03-31/functions/{FunctionName}/code", UpdateFunctionCode.HandleAsync },
        { "GET", "/2015-03-31/functions/{FunctionName}/configuration", GetFunctionConfiguration.HandleAsync },
        { "PUT", "/2015-03-31/functions/{FunctionName}/configuration", UpdateFunctionConfiguration.HandleAsync },
        { "GET", "/2015-03-31/headrace/code/{Sha256}", CodeDownload.HandleAsync },
        { "GET", "/2016-08-19/account-settings", GetAccountSettings.HandleAsync },

        { "POST", "/2015-03-31/functions/{FunctionName}/invocations", Invoke.HandleAsync },
        { "POST", "/2014-11-13/functions/{FunctionName}/invoke-async", InvokeAsyncLegacy.HandleAsync },

        { "POST", "/2015-03-31/functions/{FunctionName}/versions", PublishVersion.HandleAsync },
        { "GET", "/2015-03-31/functions/{FunctionName}/versions", ListVersionsByFunction.HandleAsync },
        { "POST", "/2015-03-31/functions/{FunctionName}/aliases", CreateAlias.HandleAsync },
        { "GET", "/2015-03-31/functions/{FunctionName}/aliases", ListAliases.HandleAsync },
        { "GET", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", GetAlias.HandleAsync },
        { "PUT", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", UpdateAlias.HandleAsync },
        { "DELETE", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", DeleteAlias.HandleAsync },

        { "POST", "/2015-03-31/functions/{FunctionName}/policy", AddPermission.HandleAsync },
        { "GET", "/2015-03-31/functions/{FunctionName}/policy", GetPolicy.HandleAsync },
        { "DELETE", "/2015-03-31/functions/{FunctionName}/policy/{StatementId}", RemovePermission.HandleAsync },

        { "PUT", "/2017-10-31/functions/{FunctionName}/concurrency", PutFunctionConcurrency.HandleAsync },
        { "DELETE", "/2017-10-31/functions/{FunctionName}/concurrency", DeleteFunctionConcurrency.HandleAsync },
        { "GET", "/2019-09-30/functions/{FunctionName}/concurrency", GetFunctionConcurrency.HandleAsync },
        { "PUT", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", PutProvisionedConcurrencyConfig.HandleAsync },
        { "GET", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", GetProvisionedConcurrencyConfig.HandleAsync },
        { "DELETE", "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", DeleteProvisionedConcurrencyConfig.HandleAsync },

        { "PUT", "/2019-09-25/functions/{FunctionName}/event-invoke-config", PutFunctionEventInvokeConfig.HandleAsync },
        { "POST", "/2019-09-25/functions/{FunctionName}/event-invoke-config", UpdateFunctionEventInvokeConfig.HandleAsync },
        { "GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config", GetFunctionEventInvokeConfig.HandleAsync },
        { "DELETE", "/2019-09-25/functions/{FunctionName}/event-invoke-config", DeleteFunctionEventInvokeConfig.HandleAsync },
        { "GET", "/2019-09-25/functions/{FunctionName}/event-invoke-config/list", ListFunctionEventInvokeConfigs.HandleAsync },

        { "GET", "/2018-10-31/layers", ListLayers.HandleAsync },
        { "POST", "/2018-10-31/layers/{LayerName}/versions", PublishLayerVersion.HandleAsync },
        { "GET", "/2018-10-31/layers/{LayerName}/versions", ListLayerVersions.HandleAsync },
        { "GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}", GetLayerVersion.HandleAsync },
        { "DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}", DeleteLayerVersion.HandleAsync },
        { "POST", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy", AddLayerVersionPermission.HandleAsync },
        { "GET", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy", GetLayerVersionPolicy.HandleAsync },
        { "DELETE", "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy/{StatementId}", RemoveLayerVersionPermission.HandleAsync },

        { "POST", "/2021-10-31/functions/{FunctionName}/url", CreateFunctionUrlConfig.HandleAsync },
        { "GET", "/2021-10-31/functions/{FunctionName}/url", GetFunctionUrlConfig.HandleAsync },
        { "PUT", "/2021-10-31/functions/{FunctionName}/url", UpdateFunctionUrlConfig.HandleAsync },
        { "DELETE", "/2021-10-31/functions/{FunctionName}/url", DeleteFunctionUrlConfig.HandleAsync },
        { "GET", "/2021-10-31/functions/{FunctionName}/urls", ListFunctionUrlConfigs.HandleAsync },

        { "GET", "/2017-03-31/tags/{Resource}", ListTags.HandleAsync },
        { "POST", "/2017-03-31/tags/{Resource}", TagResource.HandleAsync },
        { "DELETE", "/2017-03-31/tags/{Resource}", UntagResource.HandleAsync },
    };

    // What AWS has besides.
    private static readonly RouteTree<string> Missing = new()
    {
        { "POST", "/2021-11-15/functions/{FunctionName}/response-streaming-invocations", "InvokeWithResponseStream" },
        { "POST", "/2015-03-31/event-source-mappings", "CreateEventSourceMapping" },
        { "GET", "/2015-03-31/event-source-mappings", "ListEventSourceMappings" },
        { "GET", "/2015-03-31/event-source-mappings/{UUID}", "GetEventSourceMapping" },
        { "PUT", "/2015-03-31/event-source-mappings/{UUID}", "UpdateEventSourceMapping" },
        { "DELETE", "/2015-03-31/event-source-mappings/{UUID}", "DeleteEventSourceMapping" },
        { "POST", "/2020-04-22/code-signing-configs", "CreateCodeSigningConfig" },
        { "GET", "/2020-04-22/code-signing-configs", "ListCodeSigningConfigs" },
        { "GET", "/2020-04-22/code-signing-configs/{Arn}", "GetCodeSigningConfig" },
        { "PUT", "/2020-04-22/code-signing-configs/{Arn}", "UpdateCodeSigningConfig" },
        { "DELETE", "/2020-04-22/code-signing-configs/{Arn}", "DeleteCodeSigningConfig" },
        { "GET", "/2020-04-22/code-signing-configs/{Arn}/functions", "ListFunctionsByCodeSigningConfig" },
        { "PUT", "/2020-06-30/functions/{FunctionName}/code-signing-config", "PutFunctionCodeSigningConfig" },
        { "GET", "/2020-06-30/functions/{FunctionName}/code-signing-config", "GetFunctionCodeSigningConfig" },
        { "DELETE", "/2020-06-30/functions/{FunctionName}/code-signing-config", "DeleteFunctionCodeSigningConfig" },
        { "PUT", "/2021-07-20/functions/{FunctionName}/runtime-management-config", "PutRuntimeManagementConfig" },
        { "GET", "/2021-07-20/functions/{FunctionName}/runtime-management-config", "GetRuntimeManagementConfig" },
        { "PUT", "/2024-08-31/functions/{FunctionName}/recursion-config", "PutFunctionRecursionConfig" },
        { "GET", "/2024-08-31/functions/{FunctionName}/recursion-config", "GetFunctionRecursionConfig" },
        { "PUT", "/2025-11-30/functions/{FunctionName}/function-scaling-config", "PutFunctionScalingConfig" },
        { "GET", "/2025-11-30/functions/{FunctionName}/function-scaling-config", "GetFunctionScalingConfig" },
        { "POST", "/2025-11-30/capacity-providers", "CreateCapacityProvider" },
        { "GET", "/2025-11-30/capacity-providers", "ListCapacityProviders" },
    };

    /// <param name="path">As sent, percent-encoded.</param>
    /// <param name="values">The placeholders' values, decoded.</param>
    public static Func<LambdaCall, Task>? Find(string method, string path, out IReadOnlyDictionary<string, string> values) => Operations.Find(method, path, out values);

    /// <summary>The name of an operation that AWS has and this engine has not; null when AWS has none either.</summary>
    public static string? NameOfMissing(string method, string path) => Missing.Find(method, path, out _);
}
