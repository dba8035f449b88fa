using System.Text.Json;

namespace Headrace.Telemetry.Metrics;

/// <summary>What one series is: <c>AWS/Lambda</c> · <c>Duration</c> · <c>Milliseconds</c> · <c>FunctionName=preprocess</c>.</summary>
public sealed class MetricKey : IEquatable<MetricKey>
{
    private readonly string _identity;

    public MetricKey(string metricNamespace, string name, string unit, params IEnumerable<KeyValuePair<string, string>> dimensions)
    {
        Namespace = metricNamespace;
        Name = name;
        Unit = unit;
        Dimensions = [.. dimensions.OrderBy(dimension => dimension.Key, StringComparer.Ordinal)];
        DimensionsText = JsonSerializer.Serialize(
            [.. Dimensions.SelectMany(IEnumerable<string> (dimension) => [dimension.Key, dimension.Value])], MetricJson.Default.StringArray);
        _identity = $"{Namespace}\n{Name}\n{Unit}\n{DimensionsText}";
    }

    public string Namespace { get; }

    public string Name { get; }

    /// <summary>CloudWatch's word: <c>Count</c>, <c>Milliseconds</c>, <c>Bytes</c>, …</summary>
    public string Unit { get; }

    /// <summary>Ordered by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Dimensions { get; }

    /// <summary>The dimensions as the ledger keeps and compares them: <c>["FunctionName","preprocess"]</c>.</summary>
    internal string DimensionsText { get; }

    internal static MetricKey FromLedger(string metricNamespace, string name, string unit, string dimensionsText)
    {
        var parts = JsonSerializer.Deserialize(dimensionsText, MetricJson.Default.StringArray) ?? [];
        return new MetricKey(metricNamespace, name, unit, parts.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1])));
    }

    public bool Equals(MetricKey? other) => other is not null && _identity == other._identity;

    public override bool Equals(object? obj) => Equals(obj as MetricKey);

    public override int GetHashCode() => _identity.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _identity.Replace('\n', ' ');
}
