using System.Globalization;
using System.Text.Json;
using Headrace.Telemetry.Metrics;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Telemetry;

/// <summary>
/// What <c>headrace metrics</c> asks: <c>GET /_headrace/metrics?namespace=…&amp;dimension=NAME=VALUE&amp;from=…</c>. Times are Unix milliseconds.
/// </summary>
public sealed class TelemetryEndpoint(MetricStore metrics, TimeProvider time) : IServiceEndpoint
{
    private const string MetricsPath = "/_headrace/metrics";

    public string ServiceName => "headrace";

    public Task HandleAsync(GatewayRequest request) => (request.Http.Request.Method, request.RawPath.TrimEnd('/')) switch
    {
        ("GET", MetricsPath) => WriteMetricsAsync(request),
        ("GET", _) => throw new WireException("NotFound", StatusCodes.Status404NotFound, $"There is nothing at {request.RawPath}."),
        _ => throw new WireException("MethodNotAllowed", StatusCodes.Status405MethodNotAllowed, "Only GET is allowed here."),
    };

    public Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId)
    {
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(
            http.Response.Body, new TelemetryError(error.Code, error.Message, requestId), TelemetryJson.Default.TelemetryError, http.RequestAborted);
    }

    /// <summary>An array of <see cref="MetricSummary"/>: every series of the namespace whose dimensions are exactly those asked for.</summary>
    private Task WriteMetricsAsync(GatewayRequest request)
    {
        var metricNamespace = Required(request, "namespace");
        KeyValuePair<string, string>[] dimensions = [.. request.Http.Request.Query["dimension"].Select(text => text!.Split('=', 2)).Select(parts =>
            parts.Length == 2 ? KeyValuePair.Create(parts[0], parts[1]) : throw Invalid("dimension must read NAME=VALUE."))];
        var to = Milliseconds(request, "to") is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : time.GetUtcNow() + TimeSpan.FromMinutes(1);
        var from = DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(request, "from") ?? 0);
        MetricSummary[] summaries = [.. metrics.List(metricNamespace, name: null, dimensions)
            .Where(key => key.Dimensions.Count == dimensions.Length)
            .Select(key => (key, total: metrics.Total(key, from, to)))
            .Where(series => series.total.SampleCount > 0)
            .Select(series => MetricSummary.Of(series.key, series.total))];
        request.Http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(request.Http.Response.Body, summaries, TelemetryJson.Default.MetricSummaryArray, request.Aborted);
    }

    private static string Required(GatewayRequest request, string name) =>
        request.Http.Request.Query[name] is [{ Length: > 0 } value] ? value : throw Invalid($"{name} is missing.");

    private static long? Milliseconds(GatewayRequest request, string name) => request.Http.Request.Query[name] switch
    {
        [] => null,
        [var text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= 253_402_300_799_999 => value,
        _ => throw Invalid($"{name} must be a time in Unix milliseconds."),
    };

    private static WireException Invalid(string message) => new("InvalidParameter", StatusCodes.Status400BadRequest, message);
}
