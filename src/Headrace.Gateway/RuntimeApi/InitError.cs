using Headrace.Functions.RuntimeApi;

namespace Headrace.Gateway.RuntimeApi;

/// <summary><c>POST /2018-06-01/runtime/init/error</c>: the runtime or the function's module could not be initialised.</summary>
internal static class InitError
{
    public static async Task HandleAsync(RuntimeApiExchange exchange)
    {
        var body = await exchange.ReadBodyAsync(RuntimeSession.LongestResponse) ?? throw RuntimeApiException.TooLarge(RuntimeSession.LongestResponse);
        exchange.Session.InitError(body, exchange.Header("Lambda-Runtime-Function-Error-Type"));
        await exchange.AcceptAsync();
    }
}
