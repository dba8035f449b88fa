using System.Net;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Invocations;

/// <summary>
/// POST /2015-03-31/functions/function/invocations as AWS's runtime interface emulator answers it: without a signature, on loopback,
/// it invokes the one function there is. A function that is really named <c>function</c> is invoked the ordinary way.
/// </summary>
internal static class EmulatorInvocation
{
    private const string Path = "/2015-03-31/functions/function/invocations";

    /// <summary>The function to run instead; null when this is an ordinary call.</summary>
    public static ResolvedFunction? Find(GatewayRequest request, FunctionRegistry registry) =>
        request.RawPath == Path && request.Http.Request.Method == "POST" &&
        request.Http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) &&
        registry.Single() is { } only && only.Id.Name != "function"
            ? registry.Resolve(only.Id, null)
            : null;
}
