using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Headrace.Cli.Tests.Traces;

/// <param name="Parent">Empty for the first of a trace.</param>
internal sealed record CollectedSpan(string Trace, string Id, string Parent, string Name);

/// <summary>
/// What an OpenTelemetry collector is to an exporter: <c>POST /v1/traces</c> in protobuf over HTTP/1.1, or gRPC's <c>TraceService/Export</c> over
/// HTTP/2 with prior knowledge. https://opentelemetry.io/docs/specs/otlp/, https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
/// </summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private const int GrpcPrefix = 5;

    private readonly WebApplication _application;
    private readonly Channel<CollectedSpan> _spans = Channel.CreateUnbounded<CollectedSpan>();

    private FakeCollector(WebApplication application) => _application = application;

    public Uri Endpoint => new(_application.Urls.First());

    public ChannelReader<CollectedSpan> Spans => _spans.Reader;

    /// <param name="protocol">As <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> names it; the other one's requests are refused.</param>
    public static async Task<FakeCollector> StartAsync(string protocol)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocol == "grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var application = builder.Build();
        var collector = new FakeCollector(application);
        application.MapPost("/v1/traces", collector.TakeAsync);
        application.MapPost("/opentelemetry.proto.collector.trace.v1.TraceService/Export", collector.TakeCallAsync);
        await application.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        Take(await ReadAsync(http));
        http.Response.ContentType = "application/x-protobuf";
    }

    /// <summary>One message in, uncompressed and with its length before it; an empty one and the status out.</summary>
    private async Task TakeCallAsync(HttpContext http)
    {
        var framed = await ReadAsync(http);
        if (framed[0] != 0 || BinaryPrimitives.ReadUInt32BigEndian(framed.AsSpan(1)) != framed.Length - GrpcPrefix)
        {
            throw new InvalidDataException("That is not one uncompressed message.");
        }

        Take(framed[GrpcPrefix..]);
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[GrpcPrefix]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    private void Take(byte[] request)
    {
        // ExportTraceServiceRequest.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans.spans = 2.
        foreach (var resource in Fields(request, 1))
        {
            foreach (var scope in Fields(resource, 2))
            {
                foreach (var span in Fields(scope, 2))
                {
                    _spans.Writer.TryWrite(new CollectedSpan(Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Fields(span, 5).Single())));
                }
            }
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private static string Hex(byte[] span, int field) => Fields(span, field).Select(Convert.ToHexStringLower).FirstOrDefault() ?? "";

    /// <summary>A message's fields of one number that hold bytes.</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if ((int)(tag >> 3) == number)
                    {
                        found.Add(message[at..(at + length)]);
                    }

                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"There is no wire type {tag & 7}."));
            }
        }

        return found;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
