using System.Buffers.Text;
using System.Text;
using Headrace.Functions.RuntimeApi;

namespace Headrace.Gateway.RuntimeApi;

/// <summary><c>POST /2018-06-01/runtime/invocation/{id}/response</c>: buffered, or streamed with the error, if any, in the trailers.</summary>
internal static class InvocationResponse
{
    private const string ModeHeader = "Lambda-Runtime-Function-Response-Mode";
    private const string ErrorTypeTrailer = "Lambda-Runtime-Function-Error-Type";
    private const string ErrorBodyTrailer = "Lambda-Runtime-Function-Error-Body";

    public static Task HandleAsync(RuntimeApiExchange exchange, ReadOnlySpan<char> requestId)
    {
        var mode = exchange.Header(ModeHeader);
        if (mode is not (null or "streaming"))
        {
            throw RuntimeApiException.InvalidResponseMode();
        }

        return ReadAsync(exchange, exchange.Session.BeginAnswer(requestId, RuntimeState.InvocationResponse), mode is not null);
    }

    private static async Task ReadAsync(RuntimeApiExchange exchange, RuntimeInvocation invocation, bool isStreamed)
    {
        var body = await AnswerBody.ReadAsync(exchange, invocation);
        var answer = isStreamed && exchange.Trailer(ErrorTypeTrailer) is { } errorType
            ? new RuntimeAnswer(AnswerKind.Error, Decoded(exchange.Trailer(ErrorBodyTrailer), errorType), errorType)
            : new RuntimeAnswer(AnswerKind.Response, body);
        exchange.Session.EndAnswer(invocation, answer);
        await exchange.AcceptAsync();
    }

    /// <summary>The trailer is base64 of the error's JSON; a runtime may leave it out.</summary>
    private static byte[] Decoded(string? body, string errorType) =>
        body is { Length: > 0 } && Base64.IsValid(body) ? Convert.FromBase64String(body) : Encoding.UTF8.GetBytes($$"""{"errorType":"{{System.Text.Json.JsonEncodedText.Encode(errorType)}}","errorMessage":""}""");
}
