using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Headrace.Apis;
using Headrace.Apis.Rest;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>PutIntegrationResponse, GetIntegrationResponse, UpdateIntegrationResponse, DeleteIntegrationResponse.</summary>
internal static class IntegrationResponses
{
    public static async Task PutAsync(ApiCall call)
    {
        var code = StatusCode.Of(call);
        var body = call.Body;
        var response = new IntegrationResponse(code)
        {
            SelectionPattern = body.Text("selectionPattern"),
            ResponseParameters = body.Map("responseParameters") is { IsEmpty: false } parameters ? parameters : null,
            ResponseTemplates = body.Map("responseTemplates", takesNull: true),
            ContentHandling = body.Text("contentHandling"),
        };
        body.Finish();
        await Methods.ChangeAsync(call, method =>
        {
            var integration = method.IntegrationOrRefuse;
            Require(response, method);
            return method with
            {
                MethodIntegration = integration with { IntegrationResponses = (integration.IntegrationResponses ?? ImmutableSortedDictionary<string, IntegrationResponse>.Empty).SetItem(code, response) },
            };
        });
        await call.AnswerAsync(201, response, ApiGatewayJson.Default.IntegrationResponse);
    }

    public static Task GetAsync(ApiCall call)
    {
        var code = StatusCode.Of(call);
        return call.AnswerAsync(200, Methods.Find(call).IntegrationOrRefuse.ResponseOf(code), ApiGatewayJson.Default.IntegrationResponse);
    }

    /// <remarks>Of a method that is not there AWS says that its integration is not.</remarks>
    public static async Task DeleteAsync(ApiCall call)
    {
        var code = StatusCode.Of(call);
        var resource = Resources.Api(call).ResourceOf(call.Path("resource_id"));
        if (!resource.Methods.ContainsKey(call.Path("http_method")))
        {
            throw ApiErrors.NoIntegration();
        }

        await Methods.ChangeAsync(call, method =>
        {
            var integration = method.IntegrationOrRefuse;
            integration.ResponseOf(code);
            var rest = integration.IntegrationResponses!.Remove(code);
            return method with { MethodIntegration = integration with { IntegrationResponses = rest.IsEmpty ? null : rest } };
        });
        await call.AnswerAsync(204);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var operations = PatchOperation.ReadAll(call, "updateIntegrationResponseInput", StatusCode.Failure(call));
        var code = call.Path("status_code");
        var changed = await Methods.ChangeAsync(call, method =>
        {
            var integration = method.IntegrationOrRefuse;
            var response = operations.Aggregate(integration.ResponseOf(code), Apply);
            Require(response, method);
            return method with { MethodIntegration = integration with { IntegrationResponses = integration.IntegrationResponses!.SetItem(code, response) } };
        });
        await call.AnswerAsync(200, changed.IntegrationOrRefuse.ResponseOf(code), ApiGatewayJson.Default.IntegrationResponse);
    }

    private static IntegrationResponse Apply(IntegrationResponse response, PatchOperation operation) => operation.Segments switch
    {
        ["selectionPattern"] => response with { SelectionPattern = operation.Op == "remove" ? null : operation.Value },
        ["contentHandling"] => response with { ContentHandling = operation.Op == "remove" || operation.Value == "" ? null : operation.Value },
        ["responseParameters", var name] => response with { ResponseParameters = RestIntegrations.Patch(response.ResponseParameters, name, operation) },
        ["responseTemplates", var type] => response with { ResponseTemplates = RestIntegrations.Patch(response.ResponseTemplates, type, operation) },
        _ => throw operation.WrongPath(),
    };

    private static void Require(IntegrationResponse response, Method method)
    {
        if (response.ContentHandling is not (null or "CONVERT_TO_TEXT" or "CONVERT_TO_BINARY"))
        {
            throw ApiErrors.BadRequest($"Invalid content handling strategy specified: {response.ContentHandling}");
        }

        try
        {
            _ = new Regex(response.SelectionPattern ?? "", RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            throw ApiErrors.NotImplemented($"The selection pattern {response.SelectionPattern} (look-around and back references)");
        }
        catch (ArgumentException)
        {
            throw ApiErrors.BadRequest("Invalid selection pattern specified");
        }

        foreach (var (target, source) in response.ResponseParameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (target.Split('.', 4) is not ["method", "response", "header", { Length: > 0 }] || method.MethodResponses?.GetValueOrDefault(response.StatusCode)?.ResponseParameters?.ContainsKey(target) != true)
            {
                throw ApiErrors.BadRequest($"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: {target}]");
            }

            if (source.StartsWith("integration.response.body.", StringComparison.Ordinal))
            {
                throw ApiErrors.NotImplemented($"The mapping expression {source} (JSON paths in parameter mappings)");
            }

            if (source is not ['\'', .., '\''] && !source.StartsWith("context.", StringComparison.Ordinal) && !source.StartsWith("stageVariables.", StringComparison.Ordinal) &&
                source != "integration.response.body" && source.Split('.', 4) is not ["integration", "response", "header" or "multivalueheader", { Length: > 0 }])
            {
                throw ApiErrors.BadRequest($"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: {source}]");
            }
        }

        RestIntegrations.RequireTemplates(response.ResponseTemplates);
    }
}
