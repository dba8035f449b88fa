using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Tests.Http;

/// <summary>A service that answers with what the front door made of the request.</summary>
internal sealed class EchoEndpoint(string serviceName) : IServiceEndpoint
{
    public string ServiceName => serviceName;

    public BodyLimit? BodyLimit => serviceName == "s3" ? null : BodyLimit.Of(1024 * 1024, "RequestEntityTooLargeException");

    /// <summary>Runs before the body is read.</summary>
    public Func<GatewayRequest, Task> OnRequest { get; set; } = static _ => Task.CompletedTask;

    public ConcurrentQueue<string> Handled { get; } = [];

    public async Task HandleAsync(GatewayRequest request)
    {
        await OnRequest(request);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.Aborted);
        Handled.Enqueue(request.RequestId);
        var seen = new Dictionary<string, string?>
        {
            ["service"] = serviceName,
            ["path"] = request.RawPath,
            ["account"] = request.Scope.AccountId,
            ["region"] = request.Scope.Region,
            ["accessKeyId"] = request.AccessKeyId,
            ["body"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body.ToArray())),
            ["read"] = body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["length"] = request.BodyLength?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["checksums"] = string.Join(',', request.Checksums.Select(static pair => $"{pair.Key}={pair.Value}")),
            ["contentEncoding"] = request.Http.Request.Headers.ContentEncoding.ToString(),
        };
        request.Http.Response.Headers.ETag = "\"echo\"";
        request.Http.Response.ContentType = "application/json";
        await request.Http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(seen), request.Aborted);
    }

    public async Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId)
    {
        var text = new StringBuilder().Append(error.Code).Append('|').Append(error.Message);
        foreach ((string name, string value) in error.Details)
        {
            text.Append('|').Append(name).Append('=').Append(value);
        }

        http.Response.StatusCode = error.Status;
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), http.RequestAborted);
    }
}
