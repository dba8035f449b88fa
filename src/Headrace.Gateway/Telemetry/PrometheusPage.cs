using System.Globalization;
using System.Text;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.Telemetry;

/// <summary>Metrics in Prometheus' text format: counts as counters, times as summaries in seconds, levels as gauges.</summary>
/// <remarks>
/// https://prometheus.io/docs/instrumenting/exposition_formats/. A metric that CloudWatch keeps by several sets of dimensions is shown by the
/// smallest that has any: sums over labels then count nothing twice.
/// </remarks>
internal static class PrometheusPage
{
    private static readonly (string Text, double Percent)[] Quantiles = [("0.5", 50), ("0.95", 95), ("0.99", 99)];

    /// <summary>Counts that are levels and not events.</summary>
    private static readonly string[] Levels =
    [
        "ConcurrentExecutions", "UnreservedConcurrentExecutions", "ClaimedAccountConcurrency", "ProvisionedConcurrentExecutions", "ProvisionedConcurrencyUtilization",
    ];

    public static string Write(IEnumerable<MetricLifetime> lifetimes)
    {
        var page = new StringBuilder();
        var families = lifetimes
            .Where(lifetime => lifetime.Key.Namespace.StartsWith("AWS/", StringComparison.Ordinal))
            .GroupBy(lifetime => FamilyOf(lifetime.Key))
            .OrderBy(family => family.Key.Name, StringComparer.Ordinal);
        foreach (var family in families)
        {
            var (name, type, metric) = family.Key;
            page.Append("# HELP ").Append(name).Append(' ').Append(metric).Append('\n').Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
            foreach (var lifetime in Shown([.. family]).OrderBy(lifetime => lifetime.Key.ToString(), StringComparer.Ordinal))
            {
                WriteSamples(page, name, type, lifetime);
            }
        }

        return page.ToString();
    }

    private static void WriteSamples(StringBuilder page, string name, string type, MetricLifetime lifetime)
    {
        var labels = string.Join(',', lifetime.Key.Dimensions.Select(dimension => $"{LabelOf(dimension.Key)}=\"{Escaped(dimension.Value)}\""));
        switch (type)
        {
            case "counter":
                Sample(name, labels, lifetime.Sum);
                break;
            case "gauge":
                Sample(name, labels, lifetime.Recent is { SampleCount: > 0 } recent ? recent.Maximum : 0);
                break;
            default:
                if (lifetime.Recent is { SampleCount: > 0 } last)
                {
                    foreach (var (text, percent) in Quantiles)
                    {
                        Sample(name, $"{labels}{(labels.Length > 0 ? "," : "")}quantile=\"{text}\"", last.Percentile(percent) / 1000);
                    }
                }

                Sample(name + "_sum", labels, lifetime.Sum / 1000);
                Sample(name + "_count", labels, lifetime.SampleCount);
                break;
        }

        void Sample(string sample, string with, double value)
        {
            page.Append(sample);
            if (with.Length > 0)
            {
                page.Append('{').Append(with).Append('}');
            }

            page.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    /// <summary>Those of the smallest set of dimensions that is not empty; else the one without.</summary>
    private static IEnumerable<MetricLifetime> Shown(IReadOnlyList<MetricLifetime> family)
    {
        var least = family.Where(lifetime => lifetime.Key.Dimensions.Count > 0).Select(lifetime => lifetime.Key.Dimensions.Count).DefaultIfEmpty(0).Min();
        return family.Where(lifetime => lifetime.Key.Dimensions.Count == least);
    }

    private static (string Name, string Type, string Metric) FamilyOf(MetricKey key)
    {
        var name = $"headrace_{Snake(key.Namespace["AWS/".Length..])}_{Snake(key.Name)}";
        var metric = $"CloudWatch {key.Namespace} {key.Name}";
        return key.Unit switch
        {
            "Milliseconds" => (name + "_seconds", "summary", metric),
            "Bytes" => (name + (name.Contains("bytes", StringComparison.Ordinal) ? "_total" : "_bytes_total"), "counter", metric),
            "Count" when !Levels.Contains(key.Name) => (name + "_total", "counter", metric),
            _ => (name, "gauge", metric),
        };
    }

    private static string LabelOf(string dimension) => dimension switch
    {
        "FunctionName" => "function",
        "BucketName" => "bucket",
        "TableName" => "table",
        "ApiName" or "ApiId" => "api",
        _ => Snake(dimension),
    };

    /// <summary><c>AsyncEventsReceived</c> → <c>async_events_received</c>; what a name may not have becomes an underscore.</summary>
    private static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var letter = name[i];
            if (char.IsAsciiLetterUpper(letter) && i > 0 && (char.IsAsciiLetterLower(name[i - 1]) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]) && char.IsAsciiLetterUpper(name[i - 1]))))
            {
                snake.Append('_');
            }

            snake.Append(char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_');
        }

        return snake.ToString();
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
