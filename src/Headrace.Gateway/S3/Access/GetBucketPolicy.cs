namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html</remarks>
internal static class GetBucketPolicy
{
    public const string Kind = "policy";

    public static async Task HandleAsync(S3Request request)
    {
        var document = request.BucketDocument(Kind)
            ?? throw S3Error.Of("NoSuchBucketPolicy", new KeyValuePair<string, string>("BucketName", request.Bucket.Name));
        request.Response.ContentType = "application/json";
        request.Response.ContentLength = document.Length;
        await request.Response.Body.WriteAsync(document, request.Aborted);
    }
}
