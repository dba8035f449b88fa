using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Cors;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html</remarks>
internal static class PutBucketCors
{
    public static async Task HandleAsync(S3Request request)
    {
        _ = request.Bucket;
        var configuration = CorsConfiguration.Parse(await request.ReadDocumentAsync());
        await request.PutBucketDocumentAsync(GetBucketCors.Kind, configuration.Write());
        await request.WriteEmptyAsync();
    }
}
