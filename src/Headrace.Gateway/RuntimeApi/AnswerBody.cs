using Headrace.Functions.RuntimeApi;

namespace Headrace.Gateway.RuntimeApi;

/// <summary>Reads the body of a runtime's answer. However that goes, the invocation ends and the runtime may poll again.</summary>
internal static class AnswerBody
{
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(RuntimeApiExchange exchange, RuntimeInvocation invocation)
    {
        ReadOnlyMemory<byte>? body;
        try
        {
            body = await exchange.ReadBodyAsync(RuntimeSession.LongestResponse);
        }
        catch (IOException)
        {
            exchange.Session.EndAnswer(invocation, new RuntimeAnswer(AnswerKind.Truncated));
            throw RuntimeApiException.Truncated();
        }

        if (body is not { } whole)
        {
            exchange.Session.EndAnswer(invocation, new RuntimeAnswer(AnswerKind.TooLarge));
            throw RuntimeApiException.TooLarge(RuntimeSession.LongestResponse);
        }

        return whole;
    }
}
