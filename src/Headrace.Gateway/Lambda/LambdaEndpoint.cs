using System.Text.Json;
using Headrace.Functions.Registry;
using Headrace.Gateway.Lambda.Invocations;
using Headrace.Gateway.Lambda.Urls;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Lambda;

/// <summary>The Lambda REST API (2015-03-31 and its later parts), and function URLs.</summary>
/// <remarks>One operation is one file. <see href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html">AWS's reference</see>.</remarks>
public sealed class LambdaEndpoint(LambdaServices services) : IServiceEndpoint
{
    private static readonly Dictionary<string, string> NoValues = [];

    public string ServiceName => "lambda";

    public BodyLimit? BodyLimit { get; } = new(LambdaLimits.RequestSize, TooLarge);

    public async Task HandleAsync(GatewayRequest request)
    {
        try
        {
            if (FunctionUrlHost.Parse(request.Http.Request.Host.Host) is { } urlId)
            {
                await InvokeFunctionUrl.HandleAsync(request, services, urlId);
                return;
            }

            if (EmulatorInvocation.Find(request, services.Registry) is { } only)
            {
                await Invoke.InvokeAsync(new LambdaCall(request, services, NoValues), only);
                return;
            }

            if (request.AccessKeyId is null)
            {
                throw new LambdaException("MissingAuthenticationTokenException", 403, "Missing Authentication Token", type: null);
            }

            if (LambdaRoutes.Find(request.Http.Request.Method, request.RawPath, out var values) is not { } operation)
            {
                throw UnknownOperation(request.Http.Request.Method, request.RawPath);
            }

            await operation(new LambdaCall(request, services, values));
        }
        catch (LambdaException refused)
        {
            await WriteAsync(request.Http, refused);
        }
    }

    public Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId) =>
        WriteAsync(http, new LambdaException(error.Code, error.Status, error.Message, type: null));

    /// <summary>rest-json: the code in <c>x-amzn-ErrorType</c>; <c>Message</c> or <c>message</c> in the body, as each error of AWS has it.</summary>
    private static async Task WriteAsync(HttpContext http, LambdaException error)
    {
        var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            if (error.Reason is { } reason)
            {
                json.WriteString("Reason", reason);
            }

            if (error.Type is { } type)
            {
                json.WriteString("Type", type);
            }

            json.WriteString(error.Code is "ResourceNotFoundException" or "AccessDeniedException" or "ServiceException" ? "Message" : "message", error.Message);
            json.WriteEndObject();
        }

        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "application/json";
        http.Response.Headers["x-amzn-ErrorType"] = error.Code;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }

    /// <summary>What AWS has and this engine has not is said by name; what AWS has not either is AWS's own refusal.</summary>
    private static LambdaException UnknownOperation(string method, string path) =>
        LambdaRoutes.NameOfMissing(method, path) is { } name
            ? LambdaErrors.NotImplemented(name)
            : new LambdaException("UnknownOperationException", 404, $"Unable to determine the operation of {method} {path}", type: null);

    private static WireException TooLarge(HttpContext http)
    {
        string path = http.Request.Path.Value ?? "";
        string operation = path.EndsWith("/code", StringComparison.Ordinal) ? "UpdateFunctionCode"
            : path.Contains("/layers/", StringComparison.Ordinal) ? "PublishLayerVersion"
            : path.EndsWith("/invocations", StringComparison.Ordinal) ? "InvokeFunction"
            : "CreateFunction";
        return new WireException("RequestEntityTooLargeException", 413, $"Request must be smaller than {LambdaLimits.RequestSize} bytes for the {operation} operation");
    }
}
