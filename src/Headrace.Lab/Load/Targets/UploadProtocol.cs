using Headrace.Lab.Load.Http;
using Headrace.Lab.Plans;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Load.Targets;

/// <summary>PutObject, path-style; the item is called as its key.</summary>
internal sealed class UploadProtocol(AwsRequests aws, UploadTarget target, RunNames names) : ITargetProtocol
{
    private readonly KeyValuePair<string, string> _contentType = KeyValuePair.Create("Content-Type", target.ContentType);

    public HttpOrigin Origin => aws.Origin;

    public bool AnswersWithResult => false;

    public bool IsHeadRequest => false;

    public void Prepare(Shot shot, RequestBuffer request)
    {
        var places = names.Places(shot);
        shot.Id = target.Key.Fill(places);
        aws.Write(request, "s3", "PUT", SignedHttpClient.ObjectPath(target.Bucket.Fill(places), shot.Id), $"Root={shot.Trace}", shot.Payload, _contentType);
    }

    public void Judge(Shot shot, HttpAnswer answer)
    {
        Verdict.Judge(shot, answer);
        shot.RequestId = ""; // S3's own: the invocation has another
    }
}
