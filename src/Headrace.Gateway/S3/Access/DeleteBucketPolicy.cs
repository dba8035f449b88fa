using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html</remarks>
internal static class DeleteBucketPolicy
{
    public static async Task HandleAsync(S3Request request)
    {
        await request.PutBucketDocumentAsync(GetBucketPolicy.Kind, null);
        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
