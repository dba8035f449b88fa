using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Multipart;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html</remarks>
internal static class AbortMultipartUpload
{
    public static async Task HandleAsync(S3Request request)
    {
        await request.Store.AbortUploadAsync(request.Bucket.Name, request.Key, request.Parameter("uploadId") ?? "", request.Aborted);
        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
