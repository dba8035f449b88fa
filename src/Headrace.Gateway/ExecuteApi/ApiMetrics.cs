using System.Collections.Concurrent;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>Namespace AWS/ApiGateway: per API, and per API and stage.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html"/>,
/// <see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html"/>
/// </remarks>
internal sealed class ApiMetrics(MetricStore metrics)
{
    private const int MostStages = 4096;

    private readonly ConcurrentDictionary<(string Api, string Stage), StageSeries> _stages = new();

    /// <param name="api">A REST API's name, an HTTP API's id.</param>
    public void Record(bool isRest, string api, string stage, int status, TimeSpan latency, TimeSpan? integration)
    {
        if (!_stages.TryGetValue((api, stage), out var series))
        {
            if (_stages.Count >= MostStages)
            {
                _stages.Clear();
            }

            series = _stages.GetOrAdd((api, stage), _ => new StageSeries(metrics, isRest, api, stage));
        }

        series.Record(status, latency, integration);
    }

    private sealed class StageSeries
    {
        private readonly MetricSeries[] _count;
        private readonly MetricSeries[] _clientErrors;
        private readonly MetricSeries[] _serverErrors;
        private readonly MetricSeries[] _latency;
        private readonly MetricSeries[] _integration;

        public StageSeries(MetricStore metrics, bool isRest, string api, string stage)
        {
            KeyValuePair<string, string> name = new(isRest ? "ApiName" : "ApiId", api);
            KeyValuePair<string, string>[][] dimensions = [[name], [name, new("Stage", stage)]];
            _count = Series("Count", "Count");
            _clientErrors = Series(isRest ? "4XXError" : "4xx", "Count");
            _serverErrors = Series(isRest ? "5XXError" : "5xx", "Count");
            _latency = Series("Latency", "Milliseconds");
            _integration = Series("IntegrationLatency", "Milliseconds");

            MetricSeries[] Series(string metric, string unit) => [.. dimensions.Select(set => metrics.Series("AWS/ApiGateway", metric, unit, set))];
        }

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
    }
}
