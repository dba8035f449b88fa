using Headrace.Store.Multipart;

namespace Headrace.Gateway.S3.Multipart;

internal static class UploadLookup
{
    /// <summary>The upload that <c>uploadId</c> names; it must be of the addressed key.</summary>
    /// <exception cref="WireException">NoSuchBucket, NoSuchUpload.</exception>
    public static MultipartUpload Find(S3Request request)
    {
        var uploadId = request.Parameter("uploadId") ?? "";
        return request.Store.FindUpload(request.Bucket.Name, request.Key, uploadId) ?? throw S3Error.NoSuchUpload(uploadId);
    }
}
