using System.Text;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Configuration;

/// <summary>Checked, stored and given back; nothing expires or moves (docs/compatibility.md).</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html</remarks>
internal static class PutBucketLifecycleConfiguration
{
    public static async Task HandleAsync(S3Request request)
    {
        _ = request.Bucket;
        var minimumSize = request.Header(GetBucketLifecycleConfiguration.MinimumSizeHeader);
        if (minimumSize is not (null or GetBucketLifecycleConfiguration.DefaultMinimumSize or "varies_by_storage_class"))
        {
            throw S3Error.InvalidRequest("Invalid TransitionDefaultMinimumObjectSize found: " + minimumSize);
        }

        var document = LifecycleConfiguration.Normalize(await request.ReadDocumentAsync(), () => Guid.NewGuid().ToString());
        await request.PutBucketDocumentAsync(GetBucketLifecycleConfiguration.Kind, document);
        await request.PutBucketDocumentAsync(
            GetBucketLifecycleConfiguration.MinimumSizeKind, minimumSize is null ? null : Encoding.UTF8.GetBytes(minimumSize));
        request.Response.Headers[GetBucketLifecycleConfiguration.MinimumSizeHeader] = minimumSize ?? GetBucketLifecycleConfiguration.DefaultMinimumSize;
        await request.WriteEmptyAsync();
    }
}
