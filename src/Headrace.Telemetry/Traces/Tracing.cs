using System.Diagnostics;

namespace Headrace.Telemetry.Traces;

/// <summary>The engine's spans. Who listens (the OpenTelemetry exporter) decides; while nobody does, a span costs a null check.</summary>
/// <remarks>
/// A trace rides with requests and queued events in an X-Ray header, which functions get in <c>_X_AMZN_TRACE_ID</c> and SDKs send on:
/// <c>Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1</c>. Its root without dashes is W3C's trace id.
/// </remarks>
public static class Tracing
{
    public const string SourceName = "Headrace";

    private static readonly ActivitySource Source = new(SourceName);

    public static bool IsOn => Source.HasListeners();

    /// <summary>Begins a span below what the headers say, or a new trace; null while nobody listens.</summary>
    /// <param name="xray">An X-Ray header, or null.</param>
    /// <param name="traceparent">W3C's header, or null; it goes before the other.</param>
    public static Activity? Start(string name, ActivityKind kind, string? xray, string? traceparent = null)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        ActivityContext parent = traceparent is not null && ActivityContext.TryParse(traceparent, null, isRemote: true, out var w3c) ? w3c : Read(xray);

        // Without a parent of its own a span would become one of whatever this thread does besides.
        Activity.Current = null;
        return Source.StartActivity(name, kind, parent);
    }

    /// <summary>The header that makes what follows a part of the span; the lineage of the one before is kept.</summary>
    public static string Header(Activity span, string? before)
    {
        var trace = span.TraceId.ToHexString();
        var lineage = before?.Split(';').FirstOrDefault(field => field.StartsWith("Lineage=", StringComparison.Ordinal));
        return $"Root=1-{trace[..8]}-{trace[8..]};Parent={span.SpanId.ToHexString()};Sampled=1{(lineage is null ? "" : ";" + lineage)}";
    }

    private static ActivityContext Read(string? xray)
    {
        string? root = null, parent = null;
        foreach (var field in xray is { Length: <= 1024 } ? xray.Split(';') : [])
        {
            var pair = field.Trim().Split('=', 2);
            (root, parent) = pair switch
            {
                ["Root", var value] => (value, parent),
                ["Parent", var value] => (root, value),
                _ => (root, parent),
            };
        }

        return root is ['1', '-', ..] && root.Replace("-", "", StringComparison.Ordinal)[1..] is { Length: 32 } trace && IsHex(trace)
            ? new ActivityContext(
                ActivityTraceId.CreateFromString(trace.ToLowerInvariant()),
                parent is { Length: 16 } && IsHex(parent) ? ActivitySpanId.CreateFromString(parent.ToLowerInvariant()) : ActivitySpanId.CreateRandom(),
                ActivityTraceFlags.Recorded, isRemote: true)
            : default;
    }

    private static bool IsHex(string text) => text.All(char.IsAsciiHexDigit) && text.AsSpan().ContainsAnyExcept('0');
}
