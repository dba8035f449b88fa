using System.Collections.Immutable;
using Headrace.Apis;
using Headrace.Apis.Rest;
using Headrace.Apis.Templates;
using Headrace.Wire.Lambda;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>PutIntegration, GetIntegration, UpdateIntegration, DeleteIntegration.</summary>
internal static class RestIntegrations
{
    private static readonly string[] Types = ["HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"];

    public static async Task PutAsync(ApiCall call)
    {
        var body = call.Body;
        var type = body.Text("type") ?? "";
        if (!Types.Contains(type))
        {
            throw ApiErrors.Validation($"Value '{type}' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Types)}]");
        }

        var integration = new Integration(type)
        {
            HttpMethod = body.Text("httpMethod") is { } method && type != "MOCK" ? method : null,
            Uri = body.Text("uri"),
            ConnectionType = body.Text("connectionType") ?? (type is "HTTP" or "HTTP_PROXY" ? "INTERNET" : null),
            Credentials = body.Text("credentials"),
            RequestParameters = body.Map("requestParameters") is { IsEmpty: false } parameters ? parameters : null,
            RequestTemplates = body.Map("requestTemplates") is { IsEmpty: false } templates ? templates : null,
            PassthroughBehavior = body.Text("passthroughBehavior")?.ToUpperInvariant() ?? "WHEN_NO_MATCH",
            ContentHandling = body.Text("contentHandling"),
            TimeoutInMillis = body.Number("timeoutInMillis") ?? 29_000,
            CacheNamespace = body.Text("cacheNamespace") ?? call.Path("resource_id"),
            CacheKeyParameters = body.List("cacheKeyParameters") ?? [],
        };
        body.Finish();
        Methods.Find(call);
        Require(integration);
        var changed = await Methods.ChangeAsync(call, method => method with { MethodIntegration = integration });
        await call.AnswerAsync(201, changed.MethodIntegration!, ApiGatewayJson.Default.Integration);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(200, Methods.Find(call).IntegrationOrRefuse, ApiGatewayJson.Default.Integration);

    public static async Task DeleteAsync(ApiCall call)
    {
        await Methods.ChangeAsync(call, static method =>
        {
            _ = method.IntegrationOrRefuse;
            return method with { MethodIntegration = null };
        });
        await call.AnswerAsync(204);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var operations = PatchOperation.ReadAll(call, "updateIntegrationInput");
        var method = await Methods.ChangeAsync(call, method =>
        {
            var integration = operations.Aggregate(method.IntegrationOrRefuse, Apply);
            Require(integration);
            return method with { MethodIntegration = integration };
        });
        await call.AnswerAsync(200, method.MethodIntegration!, ApiGatewayJson.Default.Integration);
    }

    public static ImmutableSortedDictionary<string, string>? Patch(ImmutableSortedDictionary<string, string>? map, string name, PatchOperation operation)
    {
        var patched = operation.Op switch
        {
            "remove" => map?.ContainsKey(name) == true ? map.Remove(name) : throw ApiErrors.NotFound("Invalid parameter name specified"),
            "add" or "replace" => (map ?? ImmutableSortedDictionary<string, string>.Empty).SetItem(name, operation.Value ?? ""),
            _ => throw ApiErrors.BadRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'"),
        };
        return patched.IsEmpty ? null : patched;
    }

    /// <summary>A template that this engine cannot run is refused when it is put, not when a client waits for it.</summary>
    public static void RequireTemplates(ImmutableSortedDictionary<string, string>? templates)
    {
        foreach (var (type, template) in templates ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (!type.Contains('/', StringComparison.Ordinal) && type != "$default")
            {
                throw ApiErrors.BadRequest($"Validation Result: warnings : [], errors : [Invalid content type specified: {type}]");
            }

            try
            {
                VelocityTemplate.Parse(template);
            }
            catch (TemplateException unsupported)
            {
                throw unsupported.IsSyntax ? ApiErrors.BadRequest($"Invalid mapping template: {unsupported.Message}") : ApiErrors.NotImplemented($"In a mapping template, {unsupported.Message}");
            }
        }
    }

    private static Integration Apply(Integration integration, PatchOperation operation) => operation.Segments switch
    {
        ["uri"] => integration with { Uri = operation.Value },
        ["httpMethod"] => integration with { HttpMethod = operation.Value },
        ["credentials"] => integration with { Credentials = operation.Op == "remove" ? null : operation.Value },
        ["passthroughBehavior"] => integration with { PassthroughBehavior = operation.Value ?? "WHEN_NO_MATCH" },
        ["contentHandling"] => integration with { ContentHandling = operation.Op == "remove" || operation.Value == "" ? null : operation.Value },
        ["timeoutInMillis"] => integration with { TimeoutInMillis = operation.Number() },
        ["cacheNamespace"] => integration with { CacheNamespace = operation.Value ?? "" },
        ["connectionType"] => integration with { ConnectionType = operation.Value },
        ["requestParameters", var name] => integration with { RequestParameters = Patch(integration.RequestParameters, name, operation) },
        ["requestTemplates", var type] => integration with { RequestTemplates = Patch(integration.RequestTemplates, type, operation) },
        _ => throw operation.WrongPath(),
    };

    private static void Require(Integration integration)
    {
        if (integration.ConnectionType is "VPC_LINK")
        {
            throw ApiErrors.NotImplemented("ConnectionType=VPC_LINK");
        }

        if (integration.CacheKeyParameters.Count > 0)
        {
            throw ApiErrors.NotImplemented("The parameter cacheKeyParameters (caching)");
        }

        if (integration.PassthroughBehavior is not ("WHEN_NO_MATCH" or "WHEN_NO_TEMPLATES" or "NEVER"))
        {
            throw ApiErrors.BadRequest("Invalid passthrough behavior specified. Valid options are WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER");
        }

        if (integration.ContentHandling is not (null or "CONVERT_TO_TEXT" or "CONVERT_TO_BINARY"))
        {
            throw ApiErrors.BadRequest($"Invalid content handling strategy specified: {integration.ContentHandling}");
        }

        if (integration.TimeoutInMillis is < 50 or > 29_000)
        {
            throw ApiErrors.BadRequest("Timeout should be between 50 ms and 29000 ms");
        }

        if (integration.Type != "MOCK")
        {
            if (string.IsNullOrEmpty(integration.HttpMethod))
            {
                throw ApiErrors.BadRequest("Enumeration value for HttpMethod must be non-empty");
            }

            RequireUri(integration);
        }

        RequireParameters(integration);
        RequireTemplates(integration.RequestTemplates);
    }

    private static void RequireParameters(Integration integration)
    {
        foreach (var (target, source) in integration.RequestParameters ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            if (target.Split('.', 4) is not ["integration", "request", "header" or "querystring" or "path", { Length: > 0 }])
            {
                throw ApiErrors.BadRequest($"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: {target}]");
            }

            if (target.Equals("integration.request.header.X-Amz-Invocation-Type", StringComparison.OrdinalIgnoreCase) && source != "'RequestResponse'")
            {
                throw ApiErrors.NotImplemented($"{target}={source} (asynchronous invocation)");
            }

            if (source.StartsWith("method.request.body.", StringComparison.Ordinal))
            {
                throw ApiErrors.NotImplemented($"The mapping expression {source} (JSON paths in parameter mappings)");
            }

            var isExpression = source is ['\'', .., '\''] || source.StartsWith("context.", StringComparison.Ordinal) || source.StartsWith("stageVariables.", StringComparison.Ordinal) ||
                source == "method.request.body" || source.Split('.', 4) is ["method", "request", "header" or "querystring" or "path" or "multivalueheader" or "multivaluequerystring", { Length: > 0 }];
            if (!isExpression)
            {
                throw ApiErrors.BadRequest($"Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: {source}]");
            }
        }
    }

    private static void RequireUri(Integration integration)
    {
        var uri = integration.Uri ?? "";
        if (integration.Type is "HTTP" or "HTTP_PROXY")
        {
            if (!uri.StartsWith("http://", StringComparison.Ordinal) && !uri.StartsWith("https://", StringComparison.Ordinal) && !uri.StartsWith("${stageVariables.", StringComparison.Ordinal))
            {
                throw ApiErrors.BadRequest("Invalid HTTP endpoint specified for URI");
            }

            return;
        }

        if (!uri.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw ApiErrors.BadRequest("Invalid ARN specified in the request");
        }

        // arn:aws:apigateway:REGION:SERVICE:path/… or :action/…
        if (uri.Split(':', 6) is not ["arn", _, "apigateway", _, var service, var rest] || !(rest.StartsWith("path/", StringComparison.Ordinal) || rest.StartsWith("action/", StringComparison.Ordinal)))
        {
            throw ApiErrors.BadRequest("AWS ARN for integration must contain path or action");
        }

        const string functions = "path/2015-03-31/functions/";
        var isFunction = service == "lambda" && rest.StartsWith(functions, StringComparison.Ordinal) && rest.EndsWith("/invocations", StringComparison.Ordinal);
        if (!isFunction && integration.Type == "AWS_PROXY")
        {
            throw service == "firehose"
                ? ApiErrors.NotImplemented("AWS_PROXY to Firehose")
                : ApiErrors.BadRequest("Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.");
        }

        if (!isFunction)
        {
            throw ApiErrors.NotImplemented($"AWS integration with {service} (functions are)");
        }

        var arn = rest[functions.Length..^"/invocations".Length];
        if (!arn.Contains("${stageVariables.", StringComparison.Ordinal) && FunctionReference.Parse(arn) is not { Region: not null, AccountId: not null })
        {
            throw ApiErrors.BadRequest("Invalid ARN specified in the request");
        }
    }
}
