using Headrace.Gateway.S3.Objects;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.S3.Tagging;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html</remarks>
internal static class DeleteObjectTagging
{
    public static async Task HandleAsync(S3Request request)
    {
        var version = ObjectLookup.Find(request, markerIsMissing: false);
        await request.Store.SetTagsAsync(version.Bucket, version.Key, version.VersionId, [], request.Origin, request.Aborted);
        ObjectLookup.AddVersionId(request, version);
        await request.WriteEmptyAsync(StatusCodes.Status204NoContent);
    }
}
