using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Gateway.Http;

/// <summary>Every request's way in, and every error's way out.</summary>
internal sealed class FrontDoor(GatewayOptions options, IReadOnlyList<IServiceEndpoint> services, TimeProvider time, ILogger logger)
{
    private readonly Admission _admission = new(options, time);
    private readonly HealthPage _health = new(options);

    public async Task HandleAsync(HttpContext http)
    {
        var incoming = new IncomingRequest(http);
        if (incoming.RawPath == HealthPage.Path)
        {
            await _health.WriteAsync(http);
            return;
        }

        ServiceRoute route = ServiceRoute.Of(incoming);
        RequestIds ids = RequestIds.Assign(http.Response, route.Service);
        IServiceEndpoint? service = Find(route.Service);
        if (service is null)
        {
            await UnimplementedService.WriteAsync(http, route.Service, ids.RequestId);
            return;
        }

        try
        {
            GatewayRequest request = await _admission.AdmitAsync(http, incoming, route, service.BodyLimit, ids);
            await service.HandleAsync(request);
        }
        catch (WireException error)
        {
            await AnswerAsync(http, service, error, error, ids);
        }
        catch (BadHttpRequestException error) when (!http.RequestAborted.IsCancellationRequested)
        {
            // Kestrel's word for a body that breaks off or is not framed as HTTP asks.
            await AnswerAsync(http, service, BodyErrors.Incomplete(), error, ids);
        }
        catch (Exception error) when (IsClientGone(http, error))
        {
            logger.ClientGone(ids.RequestId, route.Service);
        }
        catch (Exception error)
        {
            logger.RequestFailed(error, ids.RequestId, route.Service, incoming.Method, incoming.RawPath);
            await AnswerAsync(http, service, InternalError(route.Service), error, ids);
        }
    }

    private IServiceEndpoint? Find(string name)
    {
        foreach (IServiceEndpoint service in services)
        {
            if (service.ServiceName == name)
            {
                return service;
            }
        }

        return null;
    }

    private async Task AnswerAsync(HttpContext http, IServiceEndpoint service, WireException error, Exception cause, RequestIds ids)
    {
        if (http.Response.HasStarted)
        {
            logger.AnswerBroken(cause, ids.RequestId);
            http.Abort();
            return;
        }

        if (http.Request.Headers.Expect.Count > 0 && HttpProtocol.IsHttp11(http.Request.Protocol))
        {
            // A client that waits for 100 Continue will not send the body that its header announced: nothing after it on this connection can be told apart.
            http.Response.Headers.Connection = "close";
        }

        try
        {
            await service.WriteErrorAsync(http, error, ids.RequestId, ids.HostId);
        }
        catch (Exception failure) when (IsClientGone(http, failure))
        {
            logger.ClientGone(ids.RequestId, service.ServiceName);
        }
    }

    private static bool IsClientGone(HttpContext http, Exception error) => error is ConnectionResetException or ConnectionAbortedException
        || (http.RequestAborted.IsCancellationRequested && error is OperationCanceledException or IOException);

    private static WireException InternalError(string service) => service == "s3"
        ? new("InternalError", 500, "We encountered an internal error. Please try again.")
        : new("ServiceException", 500, "An internal error occurred.");
}
