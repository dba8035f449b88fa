using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Cors;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html</remarks>
internal static class DeleteBucketCors
{
    public static async Task HandleAsync(S3Request request)
    {
        await request.PutBucketDocumentAsync(GetBucketCors.Kind, null);
        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
