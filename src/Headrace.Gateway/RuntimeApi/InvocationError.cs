using Headrace.Functions.RuntimeApi;

namespace Headrace.Gateway.RuntimeApi;

/// <summary><c>POST /2018-06-01/runtime/invocation/{id}/error</c>: the handler failed.</summary>
internal static class InvocationError
{
    public static Task HandleAsync(RuntimeApiExchange exchange, ReadOnlySpan<char> requestId) =>
        ReadAsync(exchange, exchange.Session.BeginAnswer(requestId, RuntimeState.InvocationErrorResponse));

    private static async Task ReadAsync(RuntimeApiExchange exchange, RuntimeInvocation invocation)
    {
        var body = await AnswerBody.ReadAsync(exchange, invocation);
        exchange.Session.EndAnswer(invocation, new RuntimeAnswer(AnswerKind.Error, body, exchange.Header("Lambda-Runtime-Function-Error-Type")));
        await exchange.AcceptAsync();
    }
}
