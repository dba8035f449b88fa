using Headrace.Telemetry.Traces;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Headrace.Cli;

/// <summary>
/// Traces to an OpenTelemetry collector, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> (grpc or http/protobuf)
/// and the other variables mean what they mean everywhere: https://opentelemetry.io/docs/specs/otel/protocol/exporter/
/// </summary>
internal static class TraceExport
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpointVariable = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /// <summary>Null when no collector is named: then nothing is traced.</summary>
    public static IDisposable? Start() => IsSet(EndpointVariable) || IsSet(TracesEndpointVariable)
        ? Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService("headrace", serviceVersion: HeadraceVersion.Text).AddEnvironmentVariableDetector())
            .AddSource(Tracing.SourceName)
            .AddOtlpExporter()
            .Build()
        : null;

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
