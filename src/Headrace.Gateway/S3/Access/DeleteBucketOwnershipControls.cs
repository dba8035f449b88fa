using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketOwnershipControls.html</remarks>
internal static class DeleteBucketOwnershipControls
{
    public static async Task HandleAsync(S3Request request)
    {
        await request.PutBucketDocumentAsync(Ownership.Kind, Ownership.Deleted);
        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
