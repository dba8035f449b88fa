using System.Globalization;

namespace Headrace.Gateway.RuntimeApi;

/// <summary><c>GET /2018-06-01/runtime/invocation/next</c>: waits for an event, however long that takes.</summary>
internal static class NextInvocation
{
    public static async Task HandleAsync(RuntimeApiExchange exchange)
    {
        var invocation = await exchange.Session.NextAsync(exchange.Connection);
        var headers = exchange.ResponseHeaders;
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = invocation.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = invocation.InvokedArn;
        headers["Lambda-Runtime-Trace-Id"] = HeaderValue(invocation.TraceId);
        if (invocation.ClientContext is { } context)
        {
            headers["Lambda-Runtime-Client-Context"] = HeaderValue(context);
        }

        await exchange.AnswerAsync(200, invocation.Payload);
    }

    /// <summary>JSON may be broken over lines, a header may not: between JSON's tokens a space does as well.</summary>
    private static string HeaderValue(string text) =>
        text.AsSpan().ContainsAnyInRange('\0', '\x1f') ? string.Create(text.Length, text, static (target, source) =>
        {
            for (var index = 0; index < target.Length; index++)
            {
                target[index] = source[index] < ' ' ? ' ' : source[index];
            }
        }) : text;
}
