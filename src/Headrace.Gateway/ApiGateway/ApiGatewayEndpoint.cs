using System.Text.Json;
using Headrace.Apis;
using Headrace.Gateway.ExecuteApi;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.ApiGateway;

/// <summary>The control planes of API Gateway: REST APIs (version 1) and HTTP APIs (version 2).</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html"/>,
/// <see href="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/api-reference.html"/>
/// </remarks>
public sealed class ApiGatewayEndpoint(ApiGatewayServices services) : IServiceEndpoint
{
    public string ServiceName => "apigateway";

    public BodyLimit? BodyLimit { get; } = BodyLimit.Of(6 * 1024 * 1024, "RequestEntityTooLargeException");

    public async Task HandleAsync(GatewayRequest request)
    {
        try
        {
            var http = request.Http.Request;
            var operation = ApiRoutes.Find(http.Method, request.RawPath, http.Query, out var values);
            await operation.Run(await ApiCall.ReadAsync(request, services, values));
        }
        catch (ApiException refused)
        {
            await WriteAsync(request.Http, refused.Code, refused.Status, refused.Message);
        }
    }

    public Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId) => WriteAsync(http, error.Code, error.Status, error.Message);

    private static async Task WriteAsync(HttpContext http, string code, int status, string message)
    {
        var body = new MemoryStream();
        await using (var json = new Utf8JsonWriter(body, HttpEvent.Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers["x-amzn-ErrorType"] = code;
        await InferredResponse.SendAsync(http, body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}
