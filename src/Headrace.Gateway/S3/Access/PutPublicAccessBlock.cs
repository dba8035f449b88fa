using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html</remarks>
internal static class PutPublicAccessBlock
{
    public static async Task HandleAsync(S3Request request)
    {
        _ = request.Bucket;
        var configuration = PublicAccessBlockConfiguration.Parse(await request.ReadDocumentAsync());
        await request.PutBucketDocumentAsync(PublicAccess.Kind, configuration.Write());
        await request.WriteEmptyAsync();
    }
}
