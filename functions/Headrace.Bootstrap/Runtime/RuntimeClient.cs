using System.Globalization;
using System.Text;
using Headrace.Bootstrap.Http;

namespace Headrace.Bootstrap.Runtime;

/// <summary>The Lambda Runtime API as a runtime speaks it: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html.</summary>
/// <remarks>An answer other than the documented success means that the environment is over: <see cref="RuntimeApiException"/>.</remarks>
internal sealed class RuntimeClient(string hostAndPort) : IDisposable
{
    /// <summary>A synchronous payload is 6 MB at most; the limit only guards against a server that is none.</summary>
    private const long MaximumPayload = 64L * 1024 * 1024;

    private const string Version = "/2018-06-01/runtime/";

    private readonly HttpConnection connection = new(HttpOrigin.Plain(hostAndPort));
    private readonly byte[] next = Encoding.ASCII.GetBytes($"GET {Version}invocation/next HTTP/1.1\r\nHost: {hostAndPort}\r\n\r\n");

    /// <summary>Waits, without limit, for the next invocation.</summary>
    public Invocation Next()
    {
        var reply = connection.Exchange(next, default, MaximumPayload);
        if (reply.Status != 200)
        {
            throw new RuntimeApiException("next", reply.Status);
        }

        return new Invocation(
            reply.Header("Lambda-Runtime-Aws-Request-Id"u8) ?? throw new RuntimeApiException("next: no request id", reply.Status),
            long.TryParse(reply.Header("Lambda-Runtime-Deadline-Ms"u8), CultureInfo.InvariantCulture, out var deadline) ? deadline : long.MaxValue,
            reply.Header("Lambda-Runtime-Invoked-Function-Arn"u8) ?? "",
            reply.Body,
            reply.Header("Lambda-Runtime-Trace-Id"u8) ?? "");
    }

    public void Respond(string requestId, ReadOnlySpan<byte> response) => Post($"invocation/{requestId}/response", null, response);

    public void Fail(string requestId, FunctionError error) => Post($"invocation/{requestId}/error", error.Category, error.ToJson());

    /// <summary>Reports that the function could not be initialised; the process should end.</summary>
    public void FailInit(FunctionError error) => Post("init/error", error.Category, error.ToJson());

    private void Post(string path, string? errorType, ReadOnlySpan<byte> body)
    {
        var type = errorType is null ? "" : $"Lambda-Runtime-Function-Error-Type: {errorType}\r\n";
        var head = $"POST {Version}{path} HTTP/1.1\r\nHost: {hostAndPort}\r\nContent-Type: application/json\r\n{type}Content-Length: {body.Length}\r\n\r\n";
        var reply = connection.Exchange(Encoding.ASCII.GetBytes(head), body, MaximumPayload);
        if (reply.Status != 202)
        {
            throw new RuntimeApiException(path, reply.Status);
        }
    }

    public void Dispose() => connection.Dispose();
}
