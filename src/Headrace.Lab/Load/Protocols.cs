using Headrace.Lab.Load.Http;
using Headrace.Lab.Load.Results;
using Headrace.Lab.Load.Targets;
using Headrace.Lab.Plans;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Load;

/// <summary>From what a plan says to what speaks on the wire.</summary>
internal sealed class Protocols(LabEndpoint endpoint, AwsCalls aws, RunNames names, TimeProvider time)
{
    public ITargetProtocol Of(Target target) => target switch
    {
        UploadTarget upload => new UploadProtocol(Signed(endpoint.Url), upload, names),
        InvokeTarget invoke => new InvokeProtocol(Signed(endpoint.Url), invoke),
        HttpTarget http => new HttpProtocol(http, http.Sign is null ? null : Signed(http.Origin), names),
        DetectTarget detect => new DetectProtocol(detect),
        _ => throw new ArgumentOutOfRangeException(nameof(target)),
    };

    public IResultLooker? LookerOf(ResultPlace? place) => place switch
    {
        null => null,
        ObjectResult result => new ObjectLooker(aws, result),
        RowResult result => new RowLooker(aws, result),
        _ => throw new ArgumentOutOfRangeException(nameof(place)),
    };

    private AwsRequests Signed(Uri origin) => new(HttpOrigin.Of(origin), new RequestSigner(endpoint.Credentials, endpoint.Region, time));
}
