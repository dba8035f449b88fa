using System.Buffers;
using Headrace.Bootstrap.Runtime;

namespace Headrace.Bootstrap.Handlers;

/// <summary>The built-in functions by the name that <c>_HANDLER</c> gives them. A new one is one line here.</summary>
internal static class HandlerTable
{
    /// <summary>Runs the function's initialisation.</summary>
    /// <exception cref="HandlerException">No such handler, or its configuration is not usable.</exception>
    public static Handler Create(string name) => name switch
    {
        "noop" => static (_, response) => response.Write("null"u8),
        "echo" => static (invocation, response) => response.Write(invocation.Payload.Span),
        _ => throw new HandlerException("Runtime.HandlerNotFound", $"'{name}' is not a built-in handler; there are: echo, noop."),
    };
}
