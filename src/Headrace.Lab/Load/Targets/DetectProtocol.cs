using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Headrace.Lab.Load.Http;
using Headrace.Lab.Plans;

namespace Headrace.Lab.Load.Targets;

/// <summary><c>POST /api/object_detection</c>: the image's name as id, its bytes as base64.</summary>
internal sealed class DetectProtocol(DetectTarget target) : ITargetProtocol
{
    private readonly ConcurrentDictionary<Payload, ReadOnlyMemory<byte>> _bodies = new();

    public HttpOrigin Origin { get; } = HttpOrigin.Of(target.Origin);

    public bool AnswersWithResult => true;

    public bool IsHeadRequest => false;

    public void Prepare(Shot shot, RequestBuffer request)
    {
        request.Append("POST /api/object_detection HTTP/1.1\r\nHost: "u8);
        request.Append(Origin.Authority);
        request.Append("\r\nContent-Type: application/json\r\nX-Amzn-Trace-Id: Root="u8);
        request.Append(shot.Trace);
        request.Append("\r\n"u8);
        request.Body = _bodies.GetOrAdd(shot.Payload, Body);
        request.End(hasBody: true);
    }

    public void Judge(Shot shot, HttpAnswer answer) => Verdict.Judge(shot, answer);

    private static ReadOnlyMemory<byte> Body(Payload image) =>
        Encoding.UTF8.GetBytes($$"""{"id":"{{JsonEncodedText.Encode(image.Name)}}","image_data":"{{Convert.ToBase64String(image.Bytes.Span)}}"}""");
}
