using Microsoft.AspNetCore.Http;
using Stored = Headrace.Store.Objects;

namespace Headrace.Gateway.S3.Objects;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html</remarks>
internal static class DeleteObject
{
    public static async Task HandleAsync(S3Request request)
    {
        var delete = new Stored.DeleteObject(request.Bucket.Name, request.Key, request.Parameter("versionId"), request.Origin, request.Header("If-Match")?.Trim().Trim('"'));
        var deleted = await request.Store.DeleteObjectAsync(delete, request.Aborted);
        if (deleted.IsDeleteMarker)
        {
            request.Response.Headers["x-amz-delete-marker"] = "true";
        }

        if (request.IsVersioned && (deleted.VersionId ?? deleted.MarkerVersionId) is { } versionId)
        {
            request.Response.Headers["x-amz-version-id"] = versionId;
        }

        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
