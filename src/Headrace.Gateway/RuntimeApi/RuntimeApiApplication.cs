using Headrace.Functions.RuntimeApi;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Headrace.Gateway.RuntimeApi;

/// <summary>Routes a runtime's requests to its session, and turns refusals into answers.</summary>
/// <remarks>A bare application on Kestrel's features, for this is the path of every invocation.</remarks>
internal sealed class RuntimeApiApplication : IHttpApplication<IFeatureCollection>
{
    private const string Prefix = "/2018-06-01/runtime/";
    private const string Invocation = "invocation/";

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var exchange = new RuntimeApiExchange(context);
        try
        {
            await RouteAsync(exchange);
        }
        catch (RuntimeApiException refusal)
        {
            await exchange.RefuseAsync(refusal);
        }
        catch (IOException)
        {
            // The runtime hung up. Its environment hears of the process's end.
        }
    }

    private static Task RouteAsync(RuntimeApiExchange exchange)
    {
        var path = exchange.Path.AsSpan();
        if (!path.StartsWith(Prefix))
        {
            throw path.Contains("/extension/", StringComparison.Ordinal) || path.EndsWith("/telemetry") || path.EndsWith("/logs")
                ? RuntimeApiException.NotImplemented($"The extensions API ({exchange.Path})")
                : RuntimeApiException.NotFound();
        }

        path = path[Prefix.Length..];
        if (path.SequenceEqual("invocation/next"))
        {
            exchange.Require("GET");
            return NextInvocation.HandleAsync(exchange);
        }

        if (path.SequenceEqual("init/error"))
        {
            exchange.Require("POST");
            return InitError.HandleAsync(exchange);
        }

        if (path.StartsWith(Invocation) && path[Invocation.Length..] is var rest && rest.IndexOf('/') is > 0 and var end)
        {
            var requestId = rest[..end];
            if (rest[end..].SequenceEqual("/response"))
            {
                exchange.Require("POST");
                return InvocationResponse.HandleAsync(exchange, requestId);
            }

            if (rest[end..].SequenceEqual("/error"))
            {
                exchange.Require("POST");
                return InvocationError.HandleAsync(exchange, requestId);
            }
        }

        throw path.StartsWith("restore/") ? RuntimeApiException.NotImplemented("SnapStart") : RuntimeApiException.NotFound();
    }
}
