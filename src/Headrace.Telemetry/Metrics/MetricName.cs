namespace Headrace.Telemetry.Metrics;

/// <summary>A series as callers name it, to be found without putting a key together.</summary>
internal readonly record struct MetricName(
    string Namespace, string Name, string Unit, KeyValuePair<string, string> First, KeyValuePair<string, string> Second, KeyValuePair<string, string> Third);
