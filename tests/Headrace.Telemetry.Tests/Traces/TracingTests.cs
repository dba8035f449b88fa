using System.Diagnostics;
using Headrace.Telemetry.Traces;

namespace Headrace.Telemetry.Tests.Traces;

public sealed class TracingTests : IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == Tracing.SourceName,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void While_nobody_listens_there_are_no_spans() => Assert.Null(Tracing.Start("s", ActivityKind.Server, null));

    [Fact]
    public void A_header_leads_from_one_span_to_the_next_and_keeps_its_lineage()
    {
        ActivitySource.AddActivityListener(_listener);
        using var first = Tracing.Start("first", ActivityKind.Server, null)!;
        var header = Tracing.Header(first, "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0;Lineage=25b3c3d1:0");
        using var second = Tracing.Start("second", ActivityKind.Consumer, header)!;

        Assert.Equal((first.TraceId, first.SpanId), (second.TraceId, second.ParentSpanId));
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1;Lineage=25b3c3d1:0$", header);
    }

    [Theory]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0", null, "5759e988bd862e3fe1be46a994272793", "53995c3f42cd8ad8")]
    [InlineData("Parent=53995c3f42cd8ad8; Root=1-5759E988-BD862E3FE1BE46A994272793", null, "5759e988bd862e3fe1be46a994272793", "53995c3f42cd8ad8")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7")]
    public void A_trace_goes_on_from_either_header(string xray, string? traceparent, string trace, string parent)
    {
        ActivitySource.AddActivityListener(_listener);
        using var span = Tracing.Start("s", ActivityKind.Server, xray, traceparent)!;

        Assert.Equal((trace, parent), (span.TraceId.ToHexString(), span.ParentSpanId.ToHexString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Root=")]
    [InlineData("Root=1-xxxxxxxx-bd862e3fe1be46a994272793")]
    [InlineData("Root=1-00000000-000000000000000000000000")]
    [InlineData("Root=2-5759e988-bd862e3fe1be46a994272793")]
    [InlineData("nonsense;;==;")]
    public void A_header_that_is_none_begins_a_new_trace(string header)
    {
        ActivitySource.AddActivityListener(_listener);
        using var span = Tracing.Start("s", ActivityKind.Server, header, "nonsense")!;

        Assert.Equal(default, span.ParentSpanId);
    }
}
