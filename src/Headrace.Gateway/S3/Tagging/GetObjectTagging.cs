using Headrace.Gateway.S3.Objects;

namespace Headrace.Gateway.S3.Tagging;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html</remarks>
internal static class GetObjectTagging
{
    public static Task HandleAsync(S3Request request)
    {
        var version = ObjectLookup.Find(request, markerIsMissing: false);
        ObjectLookup.AddVersionId(request, version);
        return request.WriteXmlAsync(Wire.S3.Tagging.Write(version.Tags));
    }
}
