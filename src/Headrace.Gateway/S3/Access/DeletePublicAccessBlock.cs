using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html</remarks>
internal static class DeletePublicAccessBlock
{
    public static async Task HandleAsync(S3Request request)
    {
        await request.PutBucketDocumentAsync(PublicAccess.Kind, PublicAccess.Deleted);
        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
