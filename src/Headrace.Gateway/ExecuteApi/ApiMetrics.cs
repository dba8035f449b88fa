using System.Collections.Concurrent;
using Headrace.Apis;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>Namespace AWS/ApiGateway: per API, per API and stage, and where a stage asks for it per method and resource too.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html"/>,
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html"/>
/// </remarks>
internal sealed class ApiMetrics(MetricStore metrics)
{
    private const int MostSeries = 4096;

    private readonly ConcurrentDictionary<(string Api, string Stage, (string Method, string Resource)? Detail), CallSeries> _series = new();

    public void Record(ServedApi api, string stage, CallMeasure measure, int status, TimeSpan latency)
    {
        if (_series.Count >= MostSeries)
        {
            _series.Clear();
        }

        // REST APIs go by name, HTTP APIs by id.
        var isRest = api.Rest is not null;
        KeyValuePair<string, string> name = isRest ? new("ApiName", api.Name) : new("ApiId", api.Id);
        _series.GetOrAdd((name.Value, stage, null), _ => new CallSeries(metrics, isRest, [name], [name, new("Stage", stage)])).Record(status, latency, measure.Integration);
        if (measure.Detail is { } detail)
        {
            _series.GetOrAdd(
                    (name.Value, stage, detail),
                    _ => new CallSeries(metrics, isRest, [name, new("Method", detail.Method), new("Resource", detail.Resource), new("Stage", stage)]))
                .Record(status, latency, measure.Integration);
        }
    }

    private sealed class CallSeries(MetricStore metrics, bool isRest, params KeyValuePair<string, string>[][] dimensions)
    {
        private readonly MetricSeries[] _count = Series(metrics, "Count", "Count", dimensions);
        private readonly MetricSeries[] _clientErrors = Series(metrics, isRest ? "4XXError" : "4xx", "Count", dimensions);
        private readonly MetricSeries[] _serverErrors = Series(metrics, isRest ? "5XXError" : "5xx", "Count", dimensions);
        private readonly MetricSeries[] _latency = Series(metrics, "Latency", "Milliseconds", dimensions);
        private readonly MetricSeries[] _integration = Series(metrics, "IntegrationLatency", "Milliseconds", dimensions);

        public void Record(int status, TimeSpan latency, TimeSpan? integration)
        {
            for (var i = 0; i < _count.Length; i++)
            {
                _count[i].Record(1);
                _clientErrors[i].Record(status is >= 400 and < 500 ? 1 : 0);
                _serverErrors[i].Record(status >= 500 ? 1 : 0);
                _latency[i].Record(latency.TotalMilliseconds);
                if (integration is { } spent)
                {
                    _integration[i].Record(spent.TotalMilliseconds);
                }
            }
        }

        private static MetricSeries[] Series(MetricStore metrics, string metric, string unit, KeyValuePair<string, string>[][] dimensions) =>
            [.. dimensions.Select(set => metrics.Series("AWS/ApiGateway", metric, unit, set))];
    }
}
