using System.Collections.Immutable;
using Headrace.Apis;
using Headrace.Apis.Rest;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>PutMethodResponse, GetMethodResponse, UpdateMethodResponse, DeleteMethodResponse.</summary>
internal static class MethodResponses
{
    public static async Task PutAsync(ApiCall call)
    {
        var code = StatusCode.Of(call);
        var response = new MethodResponse(code, call.Body.Flags("responseParameters"), call.Body.Map("responseModels"));
        call.Body.Finish();
        Methods.RequireModels(response.ResponseModels);
        foreach (var name in response.ResponseParameters?.Keys ?? [])
        {
            RequireParameter(name);
        }

        await Methods.ChangeAsync(call, method => method.MethodResponses?.ContainsKey(code) == true
            ? throw ApiErrors.Conflict("Response already exists for this resource")
            : method with { MethodResponses = (method.MethodResponses ?? ImmutableSortedDictionary<string, MethodResponse>.Empty).Add(code, response) });
        await call.AnswerAsync(201, response, ApiGatewayJson.Default.MethodResponse);
    }

    public static Task GetAsync(ApiCall call)
    {
        var code = StatusCode.Of(call);
        return call.AnswerAsync(200, Methods.Find(call).ResponseOf(code), ApiGatewayJson.Default.MethodResponse);
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        var code = StatusCode.Of(call);
        await Methods.ChangeAsync(call, method =>
        {
            method.ResponseOf(code);
            return method with { MethodResponses = method.MethodResponses!.Remove(code) };
        });
        await call.AnswerAsync(204);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var operations = PatchOperation.ReadAll(call, "updateMethodResponseInput", StatusCode.Failure(call));
        var code = call.Path("status_code");
        var changed = await Methods.ChangeAsync(
            call, method => method with { MethodResponses = (method.MethodResponses ?? ImmutableSortedDictionary<string, MethodResponse>.Empty).SetItem(code, operations.Aggregate(method.ResponseOf(code), Apply)) });
        await call.AnswerAsync(201, changed.ResponseOf(code), ApiGatewayJson.Default.MethodResponse);
    }

    private static MethodResponse Apply(MethodResponse response, PatchOperation operation)
    {
        switch (operation.Segments)
        {
            case ["responseParameters", var name]:
                var parameters = response.ResponseParameters ?? ImmutableSortedDictionary<string, bool>.Empty;
                if (operation.Op == "add")
                {
                    RequireParameter(name);
                }
                else if (!parameters.ContainsKey(name))
                {
                    throw ApiErrors.NotFound("Invalid parameter name specified");
                }

                parameters = operation.Op == "remove" ? parameters.Remove(name) : parameters.SetItem(name, operation.Value == "true");
                return response with { ResponseParameters = parameters.IsEmpty ? null : parameters };
            case ["responseModels", var type]:
                var models = response.ResponseModels ?? ImmutableSortedDictionary<string, string>.Empty;
                if (operation.Op != "add" && !models.ContainsKey(type))
                {
                    throw ApiErrors.NotFound("Content-Type specified was not found");
                }

                models = operation.Op == "remove" ? models.Remove(type) : models.SetItem(type, operation.Value ?? "");
                Methods.RequireModels(models);
                return response with { ResponseModels = models.IsEmpty ? null : models };
            default:
                throw operation.WrongPath();
        }
    }

    private static void RequireParameter(string name)
    {
        if (name.Split('.', 4) is not ["method", "response", "header", { Length: > 0 }])
        {
            throw ApiErrors.BadRequest($"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: {name}]");
        }
    }
}
