using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Buckets;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html</remarks>
internal static class DeleteBucket
{
    public static async Task HandleAsync(S3Request request)
    {
        await request.Store.DeleteBucketAsync(request.BucketName!, request.Aborted);
        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
