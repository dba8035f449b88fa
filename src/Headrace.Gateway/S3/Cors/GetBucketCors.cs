namespace Headrace.Gateway.S3.Cors;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html</remarks>
internal static class GetBucketCors
{
    public const string Kind = "cors";

    public static Task HandleAsync(S3Request request) => request.WriteXmlAsync(
        request.BucketDocument(Kind) ?? throw S3Error.Of("NoSuchCORSConfiguration", new KeyValuePair<string, string>("BucketName", request.Bucket.Name)));
}
