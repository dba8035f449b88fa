using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Cli.Tests.Traces;

/// <param name="Parent">Empty for the first of a trace.</param>
internal sealed record CollectedSpan(string Trace, string Id, string Parent, string Name);

/// <summary>What an OpenTelemetry collector is to an exporter: <c>POST /v1/traces</c> in protobuf. https://opentelemetry.io/docs/specs/otlp/</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Channel<CollectedSpan> _spans = Channel.CreateUnbounded<CollectedSpan>();

    private FakeCollector(WebApplication application) => _application = application;

    public Uri Endpoint => new(_application.Urls.First());

    public ChannelReader<CollectedSpan> Spans => _spans.Reader;

    public static async Task<FakeCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var collector = new FakeCollector(application);
        application.MapPost("/v1/traces", collector.TakeAsync);
        await application.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);

        // ExportTraceServiceRequest.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans.spans = 2.
        foreach (var resource in Fields(body.ToArray(), 1))
        {
            foreach (var scope in Fields(resource, 2))
            {
                foreach (var span in Fields(scope, 2))
                {
                    _spans.Writer.TryWrite(new CollectedSpan(Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Fields(span, 5).Single())));
                }
            }
        }

        http.Response.ContentType = "application/x-protobuf";
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
