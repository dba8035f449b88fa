using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headrace.Functions.Registry;
using Headrace.Wire;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Lambda;

/// <summary>One call of a Lambda operation: its path's values, its query, its body, its answer.</summary>
internal sealed class LambdaCall(GatewayRequest request, LambdaServices services, IReadOnlyDictionary<string, string> values)
{
    public GatewayRequest Request { get; } = request;

    public LambdaServices Services { get; } = services;

    public FunctionRegistry Registry => Services.Registry;

    public Scope Scope => Request.Scope;

    public CancellationToken Aborted => Request.Aborted;

    private HttpResponse Response => Request.Http.Response;

    /// <summary>A placeholder's value in the path, decoded.</summary>
    public string Path(string name) => values[name];

    /// <summary>A query parameter; null when absent or empty.</summary>
    public string? Query(string name) => Request.Http.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    public string? Header(string name) => Request.Http.Request.Headers[name] is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>The function that the path names, with the qualifier from its ARN or from the query.</summary>
    /// <exception cref="LambdaException">The name or the qualifier is malformed, they contradict each other, or the ARN is another region's or account's.</exception>
    public FunctionTarget Target(string? qualifierPattern = null) => FunctionTarget.Parse(Path("FunctionName"), Query("Qualifier"), Scope, qualifierPattern);

    /// <summary>As <see cref="Target"/>, where the operation takes functions only.</summary>
    public FunctionId UnqualifiedTarget()
    {
        var target = FunctionTarget.Parse(Path("FunctionName"), null, Scope);
        return target.Qualifier is null
            ? target.Id
            : throw LambdaErrors.Invalid("This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.");
    }

    /// <summary>The JSON body.</summary>
    /// <exception cref="LambdaException">It is no such JSON, is too long, or asks for something this engine does not do.</exception>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type)
        where T : class, ILambdaRequest
    {
        var body = await RequestBody.ReadAsync(Request, LambdaLimits.RequestSize, static () =>
            LambdaErrors.TooLarge($"Request must be smaller than {LambdaLimits.RequestSize} bytes for the CreateFunction operation"));
        try
        {
            var read = (body.IsEmpty ? JsonSerializer.Deserialize("{}"u8, type) : JsonSerializer.Deserialize(body.Span, type)) ?? throw new JsonException("null");
            Unimplemented.Refuse(read.Other);
            return read;
        }
        catch (JsonException malformed)
        {
            throw new LambdaException("SerializationException", 400, $"Could not parse request body into json: {malformed.Path} {malformed.Message}".Trim(), type: null);
        }
    }

    /// <exception cref="LambdaException">InvalidParameterValueException: the role is known and does not trust Lambda, or has to be known and is not.</exception>
    public void RequireRole(string? roleArn)
    {
        if (roleArn is not null && Services.MayAssume?.Invoke(roleArn, Scope.AccountId) == false)
        {
            throw LambdaErrors.Invalid("The role defined for the function cannot be assumed by Lambda.");
        }
    }

    /// <summary>Paging as AWS does it: <c>MaxItems</c> and an opaque <c>Marker</c>.</summary>
    public Page<T> Page<T>(IReadOnlyList<T> items, int most = 50) => Lambda.Page<T>.Of(items, Query("Marker"), Query("MaxItems"), most);

    public async Task AnswerAsync<T>(int status, T body, JsonTypeInfo<T> type)
    {
        Response.StatusCode = status;
        Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(Response.BodyWriter);
        JsonSerializer.Serialize(json, body, type);
        await json.FlushAsync(Aborted);
    }

    public Task AnswerAsync(int status)
    {
        Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
