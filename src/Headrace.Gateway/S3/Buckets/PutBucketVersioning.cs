using Headrace.Store.Buckets;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Buckets;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html</remarks>
internal static class PutBucketVersioning
{
    public static async Task HandleAsync(S3Request request)
    {
        var bucket = request.Bucket;
        var configuration = VersioningConfiguration.Parse(await request.ReadDocumentAsync());
        if (configuration.MfaDelete is not (null or "Disabled"))
        {
            throw S3Error.OperationNotImplemented("VersioningConfiguration/MfaDelete");
        }

        await request.Store.SetVersioningAsync(bucket.Name, configuration.Status == "Enabled" ? VersioningState.Enabled : VersioningState.Suspended, request.Aborted);
        await request.WriteEmptyAsync();
    }
}
