namespace Headrace.Gateway.S3.Configuration;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html</remarks>
internal static class GetBucketTagging
{
    public const string Kind = "tagging";

    public static Task HandleAsync(S3Request request) => request.WriteXmlAsync(
        request.BucketDocument(Kind) ?? throw S3Error.Of("NoSuchTagSet", new KeyValuePair<string, string>("BucketName", request.Bucket.Name)));
}
