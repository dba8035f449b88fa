using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Headrace.Gateway.Tests.Telemetry;

/// <summary>The page that Prometheus reads, against the rules of its text format.</summary>
public sealed partial class PrometheusTests(TelemetryHost host) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Endpoint };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Counts_times_and_levels_are_counters_summaries_and_gauges()
    {
        var function = KeyValuePair.Create("FunctionName", "say \"hi\"\\\n");
        for (var i = 1; i <= 4; i++)
        {
            host.Metrics.Count("AWS/Lambda", "Invocations", function);
            host.Metrics.Record("AWS/Lambda", "Duration", "Milliseconds", 500 * i, function);
            host.Metrics.Record("AWS/Lambda", "ConcurrentExecutions", "Count", i % 4, function);
        }

        // The region as a whole and each version are kept too: a sum over the labels must not count them again.
        host.Metrics.Count("AWS/Lambda", "Invocations");
        host.Metrics.Count("AWS/Lambda", "Invocations", function, KeyValuePair.Create("Resource", "say:1"));

        var lines = await PageAsync();

        const string Label = """function="say \"hi\"\\\n" """;
        Assert.Contains($"headrace_lambda_invocations_total{{{Label.Trim()}}} 4", lines);
        Assert.DoesNotContain("headrace_lambda_invocations_total 1", lines);
        Assert.DoesNotContain(lines, line => line.Contains("resource=\"say:1\"", StringComparison.Ordinal));
        Assert.Contains($"headrace_lambda_duration_seconds_sum{{{Label.Trim()}}} 5", lines);
        Assert.Contains($"headrace_lambda_duration_seconds_count{{{Label.Trim()}}} 4", lines);
        Assert.Contains(lines, line => line.StartsWith($"headrace_lambda_duration_seconds{{{Label.Trim()},quantile=\"0.5\"}} ", StringComparison.Ordinal));
        Assert.Contains($"headrace_lambda_concurrent_executions{{{Label.Trim()}}} 3", lines);
        Assert.Contains("# TYPE headrace_lambda_invocations_total counter", lines);
        Assert.Contains("# TYPE headrace_lambda_duration_seconds summary", lines);
        Assert.Contains("# TYPE headrace_lambda_concurrent_executions gauge", lines);
    }

    [Fact]
    public async Task Every_line_keeps_the_rules_of_the_format()
    {
        host.Metrics.Record("AWS/S3", "4xxErrors", "Count", 1, KeyValuePair.Create("BucketName", "b"), KeyValuePair.Create("FilterId", "EntireBucket"));
        host.Metrics.Record("AWS/ApiGateway", "5XXError", "Count", 1, KeyValuePair.Create("ApiName", "größe"));
        host.Metrics.Record("AWS/DynamoDB", "SuccessfulRequestLatency", "Milliseconds", 1.5, KeyValuePair.Create("TableName", "t"));

        var types = new Dictionary<string, string>();
        var samples = new HashSet<string>();
        foreach (var line in await PageAsync())
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var parts = line.Split(' ');
                Assert.True(types.TryAdd(parts[2], parts[3]), line); // a family is one group
            }
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var sample = SampleLine().Match(line);
                Assert.True(sample.Success, line);
                Assert.True(double.TryParse(sample.Groups[3].Value, CultureInfo.InvariantCulture, out _), line);
                Assert.True(samples.Add(sample.Groups[1].Value + sample.Groups[2].Value), line);
                var family = sample.Groups[1].Value;
                Assert.True(types.ContainsKey(family) || types.GetValueOrDefault(SummaryPart().Replace(family, "")) == "summary", line);
                Assert.Equal(types.Last().Key, types.ContainsKey(family) ? family : SummaryPart().Replace(family, ""));
            }
        }

        Assert.Contains(samples, sample => sample.StartsWith("headrace_s3_4xx_errors_total{bucket=\"b\",filter_id=\"EntireBucket\"}", StringComparison.Ordinal));
        Assert.Contains(samples, sample => sample.StartsWith("headrace_dynamo_db_successful_request_latency_seconds_count{table=\"t\"}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_web_page_is_refused_and_so_is_everything_else_unsigned()
    {
        using var fromPage = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        fromPage.Headers.Add("Origin", "http://example.com");
        using var refused = await _http.SendAsync(fromPage);
        using var other = await _http.GetAsync(new Uri("/_headrace/metrics", UriKind.Relative));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.StatusCode, other.StatusCode));
    }

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (\S+)$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("_(sum|count)$")]
    private static partial Regex SummaryPart();

    private async Task<string[]> PageAsync()
    {
        using var response = await _http.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "text/plain", "0.0.4"), (
            response.StatusCode, response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentType.Parameters.Single(parameter => parameter.Name == "version").Value));
        var page = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("\n", page, StringComparison.Ordinal);
        return page.TrimEnd('\n').Split('\n');
    }
}
