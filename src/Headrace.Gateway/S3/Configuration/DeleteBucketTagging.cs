using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Configuration;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html</remarks>
internal static class DeleteBucketTagging
{
    public static async Task HandleAsync(S3Request request)
    {
        await request.PutBucketDocumentAsync(GetBucketTagging.Kind, null);
        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
