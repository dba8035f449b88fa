using Headrace.Lab.Load.Http;
using Headrace.Lab.Plans;

namespace Headrace.Lab.Load.Targets;

/// <summary>Any HTTP request, signed if the plan says so.</summary>
/// <param name="aws">Null: unsigned.</param>
internal sealed class HttpProtocol(HttpTarget target, AwsRequests? aws, RunNames names) : ITargetProtocol
{
    private readonly bool _hasFixedPath = !target.PathAndQuery.HasPlaces;
    private readonly string _path = target.PathAndQuery.ToString();

    public HttpOrigin Origin { get; } = HttpOrigin.Of(target.Origin);

    public bool AnswersWithResult => true;

    public bool IsHeadRequest => target.Method == "HEAD";

    public void Prepare(Shot shot, RequestBuffer request)
    {
        var places = names.Places(shot);
        var path = _hasFixedPath ? _path : target.PathAndQuery.Fill(places);
        if (aws is not null)
        {
            aws.Write(request, target.Sign!, target.Method, path, $"Root={shot.Trace}", shot.Payload, [.. target.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.Fill(places)))]);
            return;
        }

        request.Append(target.Method);
        request.Append(" "u8);
        request.Append(path);
        request.Append(" HTTP/1.1\r\nHost: "u8);
        request.Append(Origin.Authority);
        request.Append("\r\nX-Amzn-Trace-Id: Root="u8);
        request.Append(shot.Trace);
        request.Append("\r\n"u8);
        foreach (var (name, value) in target.Headers)
        {
            request.AppendHeader(name, value.Fill(places));
        }

        request.Body = shot.Payload.Bytes;
        request.End(hasBody: !shot.Payload.Bytes.IsEmpty || target.Method is "POST" or "PUT" or "PATCH");
    }

    public void Judge(Shot shot, HttpAnswer answer) => Verdict.Judge(shot, answer);
}
