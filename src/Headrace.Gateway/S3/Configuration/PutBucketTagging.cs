using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Configuration;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html</remarks>
internal static class PutBucketTagging
{
    public static async Task HandleAsync(S3Request request)
    {
        _ = request.Bucket;
        var tags = Wire.S3.Tagging.Parse(await request.ReadDocumentAsync(), Wire.S3.Tagging.MaxBucketTags);
        await request.PutBucketDocumentAsync(GetBucketTagging.Kind, tags.Count == 0 ? null : Wire.S3.Tagging.Write(tags));
        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
