using Headrace.Gateway.S3.Objects;

namespace Headrace.Gateway.S3.Tagging;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html</remarks>
internal static class PutObjectTagging
{
    public static async Task HandleAsync(S3Request request)
    {
        var version = ObjectLookup.Find(request, markerIsMissing: false);
        var tags = Wire.S3.Tagging.Parse(await request.ReadDocumentAsync(), Wire.S3.Tagging.MaxObjectTags);
        await request.Store.SetTagsAsync(version.Bucket, version.Key, version.VersionId, tags, request.Origin, request.Aborted);
        ObjectLookup.AddVersionId(request, version);
        await request.WriteEmptyAsync();
    }
}
