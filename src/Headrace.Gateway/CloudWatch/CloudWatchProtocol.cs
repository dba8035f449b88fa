using Headrace.Gateway.CloudWatch.Wire;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.CloudWatch;

/// <summary>CloudWatch's three protocols: old SDKs speak Query, newer ones JSON 1.0 or rpc-v2-cbor.</summary>
internal enum CloudWatchProtocol
{
    Query,
    Json,
    Cbor,
}

internal static class CloudWatchProtocols
{
    public const string Target = "GraniteServiceVersion20100801";

    private const string CborPath = $"/service/{Target}/operation/";

    public static CloudWatchProtocol Of(HttpRequest request) =>
        request.Headers.ContainsKey("smithy-protocol") || request.Path.StartsWithSegments("/service") ? CloudWatchProtocol.Cbor
        : request.Headers.ContainsKey("X-Amz-Target") ? CloudWatchProtocol.Json
        : CloudWatchProtocol.Query;

    /// <summary>The operation's name and what it is asked.</summary>
    public static (string Operation, Dictionary<string, object?> Input) Read(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        switch (Of(request))
        {
            case CloudWatchProtocol.Cbor:
                var path = request.Path.Value ?? "";
                return (path.StartsWith(CborPath, StringComparison.Ordinal) ? path[CborPath.Length..] : path, CborRequest.Read(body));
            case CloudWatchProtocol.Json:
                var target = request.Headers["X-Amz-Target"].ToString();
                return (target.StartsWith(Target + ".", StringComparison.Ordinal) ? target[(Target.Length + 1)..] : target, JsonRequest.Read(body));
            default:
                var form = QueryRequest.Read(QueryRequest.Text(body.Span) is { Length: > 0 } text ? text : (request.QueryString.Value ?? "").TrimStart('?'));
                var action = form.GetValueOrDefault("Action") as string;
                foreach (var signed in form.Keys.Where(name => name is "Action" or "Version" || name.StartsWith("X-Amz-", StringComparison.Ordinal)).ToList())
                {
                    form.Remove(signed);
                }

                return (action ?? throw new WireException("MissingAction", 400, "The request must contain the parameter Action."), form);
        }
    }

    public static async Task WriteAsync(HttpContext http, string operation, Answer answer, string requestId)
    {
        var protocol = Of(http.Request);
        await SendAsync(http, protocol, protocol switch
        {
            CloudWatchProtocol.Cbor => AnswerCbor.Write(answer),
            CloudWatchProtocol.Json => AnswerJson.Write(answer),
            _ => AnswerXml.Write(operation, answer, requestId),
        });
    }

    public static async Task WriteErrorAsync(HttpContext http, WireException error, string requestId)
    {
        var protocol = Of(http.Request);
        http.Response.StatusCode = error.Status;
        if (protocol != CloudWatchProtocol.Query)
        {
            // So that an SDK that used to speak Query goes on seeing the codes that its users know.
            http.Response.Headers["x-amzn-query-error"] = $"{error.Code};{(error.Status < 500 ? "Sender" : "Receiver")}";
        }

        Answer shape = new() { { "__type", CloudWatchErrors.ShapeOf(error.Code) }, { "message", error.Message } };
        await SendAsync(http, protocol, protocol switch
        {
            CloudWatchProtocol.Cbor => AnswerCbor.Write(shape),
            CloudWatchProtocol.Json => AnswerJson.Write(shape),
            _ => AnswerXml.WriteError(error, requestId),
        });
    }

    private static async Task SendAsync(HttpContext http, CloudWatchProtocol protocol, byte[] body)
    {
        if (protocol == CloudWatchProtocol.Cbor)
        {
            http.Response.Headers["smithy-protocol"] = "rpc-v2-cbor";
        }

        http.Response.ContentType = protocol switch
        {
            CloudWatchProtocol.Cbor => "application/cbor",
            CloudWatchProtocol.Json => "application/x-amz-json-1.0",
            _ => "text/xml",
        };
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
