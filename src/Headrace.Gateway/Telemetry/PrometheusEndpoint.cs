using System.Text;
using Headrace.Telemetry.Metrics;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Telemetry;

/// <summary><c>GET /metrics</c> for Prometheus, unsigned: what CloudWatch's AWS namespaces hold, since the engine was started.</summary>
public sealed class PrometheusEndpoint(MetricStore metrics) : IServiceEndpoint
{
    private const string Path = "/metrics";

    public string ServiceName => "headrace";

    public BodyLimit? BodyLimit { get; } = BodyLimit.Of(0, "ContentTooLarge", "There is nothing to send here.");

    public async Task HandleAsync(GatewayRequest request)
    {
        if (request.RawPath != Path)
        {
            throw new WireException("NotFound", StatusCodes.Status404NotFound, $"There is nothing at {request.RawPath}.");
        }

        if (request.Http.Request.Method != HttpMethods.Get)
        {
            throw new WireException("MethodNotAllowed", StatusCodes.Status405MethodNotAllowed, "Only GET is allowed here.");
        }

        var page = Encoding.UTF8.GetBytes(PrometheusPage.Write(metrics.Lifetimes()));
        var response = request.Http.Response;
        response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        response.ContentLength = page.Length;
        await response.Body.WriteAsync(page, request.Aborted);
    }

    public async Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId)
    {
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync($"{error.Code}: {error.Message}\n", http.RequestAborted);
    }
}
