using System.Collections.Immutable;
using Headrace.Apis;
using Headrace.Apis.Rest;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>PutMethod, GetMethod, UpdateMethod, DeleteMethod.</summary>
internal static class Methods
{
    private static readonly string[] Verbs = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];

    /// <summary>The models that every API has. Others would have to be created, which is not implemented.</summary>
    private static readonly string[] Models = ["Empty", "Error"];

    public static async Task PutAsync(ApiCall call)
    {
        var (resourceId, verb) = (call.Path("resource_id"), call.Path("http_method"));
        var body = call.Body;
        var authorization = body.Text("authorizationType")?.ToUpperInvariant() ?? throw ApiErrors.BadRequest("Authorization type is required");
        var method = new Method(verb, authorization, body.Flag("apiKeyRequired") == true)
        {
            OperationName = body.Text("operationName"),
            RequestParameters = body.Flags("requestParameters") is { IsEmpty: false } parameters ? parameters : null,
            RequestModels = body.Map("requestModels") is { IsEmpty: false } models ? models : null,
        };
        var (authorizer, validator) = (body.Text("authorizerId"), body.Text("requestValidatorId"));
        body.Finish();
        await Resources.ChangeAsync(call, api =>
        {
            var resource = api.ResourceOf(resourceId);
            if (!Verbs.Contains(verb))
            {
                throw ApiErrors.BadRequest($"Invalid HttpMethod specified. Valid options are {string.Join(',', Verbs)}");
            }

            RequireAuthorization(authorization, authorizer);
            RequireValidator(validator);
            RequireModels(method.RequestModels);
            RequireParameters(method.RequestParameters);
            return resource.Methods.ContainsKey(verb) ? throw ApiErrors.Conflict("Method already exists for this resource") : api.With(resource.With(method));
        });
        await call.AnswerAsync(201, MethodAnswer.Of(method), ApiGatewayJson.Default.MethodAnswer);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, MethodAnswer.Of(Find(call)), ApiGatewayJson.Default.MethodAnswer);

    public static async Task DeleteAsync(ApiCall call)
    {
        await Resources.ChangeAsync(call, api =>
        {
            var resource = api.ResourceOf(call.Path("resource_id"));
            return api.With(resource with { Methods = resource.Methods.Remove(resource.MethodOf(call.Path("http_method")).HttpMethod) });
        });
        await call.AnswerAsync(204);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var operations = PatchOperation.ReadAll(call, "updateMethodInput");
        var method = await ChangeAsync(call, method => operations.Aggregate(method, Apply));
        await call.AnswerAsync(200, MethodAnswer.Of(method), ApiGatewayJson.Default.MethodAnswer);
    }

    public static Method Find(ApiCall call) => Resources.Api(call).ResourceOf(call.Path("resource_id")).MethodOf(call.Path("http_method"));

    /// <summary>Changes the method that the path names.</summary>
    public static async Task<Method> ChangeAsync(ApiCall call, Func<Method, Method> change)
    {
        var changed = await Resources.ChangeAsync(call, api =>
        {
            var resource = api.ResourceOf(call.Path("resource_id"));
            return api.With(resource.With(change(resource.MethodOf(call.Path("http_method")))));
        });
        return changed.ResourceOf(call.Path("resource_id")).MethodOf(call.Path("http_method"));
    }

    public static void RequireModels(ImmutableSortedDictionary<string, string>? models)
    {
        if (models?.Values.FirstOrDefault(static name => !Models.Contains(name)) is { } unknown)
        {
            throw ApiErrors.BadRequest($"Invalid model identifier specified: {unknown}");
        }
    }

    private static Method Apply(Method method, PatchOperation operation)
    {
        switch (operation.Segments)
        {
            case ["apiKeyRequired"]:
                operation.RequireOp("replace");
                return method with { ApiKeyRequired = string.Equals(operation.Value, "true", StringComparison.OrdinalIgnoreCase) };
            case ["authorizationType"]:
                operation.RequireOp("replace");
                RequireAuthorization(operation.Value ?? "", null);
                return method with { AuthorizationType = operation.Value! };
            case ["authorizerId"]:
                // A method that asks for no authorizer has none, whatever is set.
                operation.RequireOp("replace");
                return method;
            case ["operationName"]:
                operation.RequireOp("replace");
                return method with { OperationName = operation.Value };
            case ["requestValidatorId"]:
                operation.RequireOp("replace");
                RequireValidator(operation.Value);
                return method;
            case ["requestParameters", var name] when operation.Op == "remove":
                return method with { RequestParameters = Without(method.RequestParameters, name) };
            case ["requestParameters", var name]:
                var parameters = (method.RequestParameters ?? ImmutableSortedDictionary<string, bool>.Empty).SetItem(name, operation.Value == "true");
                RequireParameters(parameters);
                return method with { RequestParameters = parameters };
            case ["requestModels", var type] when operation.Op == "remove":
                return method with { RequestModels = Without(method.RequestModels, type) };
            case ["requestModels", var type]:
                var models = (method.RequestModels ?? ImmutableSortedDictionary<string, string>.Empty).SetItem(type, operation.Value ?? "");
                RequireModels(models);
                return method with { RequestModels = models };
            default:
                throw operation.WrongPath();
        }
    }

    private static ImmutableSortedDictionary<string, T>? Without<T>(ImmutableSortedDictionary<string, T>? map, string name) =>
        map?.Remove(name) is { IsEmpty: false } rest ? rest : null;

    private const string InvalidAuthorizer =
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.";

    private static void RequireAuthorization(string type, string? authorizer)
    {
        if (type is "CUSTOM" or "COGNITO_USER_POOLS")
        {
            // There are no authorizers, so none is valid.
            throw ApiErrors.BadRequest(InvalidAuthorizer);
        }

        if (type is not ("NONE" or "AWS_IAM"))
        {
            throw ApiErrors.BadRequest("Invalid authorization type specified. Valid options are NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS");
        }

        if (!string.IsNullOrEmpty(authorizer))
        {
            throw ApiErrors.NotImplemented("The parameter authorizerId");
        }
    }

    private static void RequireValidator(string? id)
    {
        if (!string.IsNullOrEmpty(id))
        {
            throw ApiErrors.BadRequest("Invalid Request Validator identifier specified");
        }
    }

    private static void RequireParameters(ImmutableSortedDictionary<string, bool>? parameters)
    {
        if (parameters is null)
        {
            return;
        }

        var wrong = parameters.Keys.FirstOrDefault(static name =>
            name.Split('.', 4) is not ["method", "request", "header" or "querystring" or "path" or "multivalueheader" or "multivaluequerystring", { Length: > 0 }]);
        if (wrong is not null)
        {
            throw ApiErrors.BadRequest($"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: {wrong}]");
        }

        if (parameters.Keys.Select(static name => name.Split('.', 4)[3]).Distinct(StringComparer.Ordinal).Count() < parameters.Count)
        {
            throw ApiErrors.BadRequest("Parameter names must be unique across querystring, header and path");
        }
    }
}
