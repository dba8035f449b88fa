using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>Requests to deployed APIs.</summary>
public sealed class ExecuteApiEndpoint(ExecuteApiServices services) : IServiceEndpoint, IDisposable
{
    private readonly ApiMetrics _metrics = new(services.Metrics);
    private readonly HttpBackend _backend = new(services.Time);

    public string ServiceName => "execute-api";

    public BodyLimit? BodyLimit { get; } = BodyLimit.Of(10 * 1024 * 1024, "RequestTooLargeException", "Request Too Long");

    public async Task HandleAsync(GatewayRequest request)
    {
        var http = request.Http;
        if (ApiTarget.Find(services.Apis, http.Request.Host.Host, request.RawPath) is not { } target)
        {
            // AWS's front has no name for an API that is not there; it answers as for a path that is not.
            await GatewayAnswer.Forbidden().WriteAsync(http);
            return;
        }

        var started = services.Time.GetTimestamp();
        var measure = new CallMeasure(services.Time);
        try
        {
            await (target.Api.Rest is not null
                ? new RestInvocation(services, _backend, measure).HandleAsync(request, target)
                : new HttpApiInvocation(services, _backend, measure).HandleAsync(request, target));
        }
        catch (GatewayAnswer answer)
        {
            await answer.WriteAsync(http);
        }
        finally
        {
            if (target.Stage is { } stage)
            {
                _metrics.Record(target.Api, stage, measure, http.Response.StatusCode, services.Time.GetElapsedTime(started));
            }
        }
    }

    public Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId) =>
        new GatewayAnswer(error.Status, error.Code == "ServiceException" ? "Internal server error" : error.Message, error.Code).WriteAsync(http);

    public void Dispose() => _backend.Dispose();
}
