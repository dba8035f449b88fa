using Headrace.Store.Buckets;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Buckets;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html</remarks>
internal static class GetBucketVersioning
{
    public static Task HandleAsync(S3Request request) => request.WriteXmlAsync(new VersioningConfiguration(request.Bucket.Versioning switch
    {
        VersioningState.Enabled => "Enabled",
        VersioningState.Suspended => "Suspended",
        _ => null,
    }, null).Write());
}
