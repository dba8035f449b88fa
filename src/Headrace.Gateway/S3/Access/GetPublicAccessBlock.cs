namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html</remarks>
internal static class GetPublicAccessBlock
{
    public static Task HandleAsync(S3Request request) => request.WriteXmlAsync(
        PublicAccess.Of(request)?.Write()
            ?? throw S3Error.Of("NoSuchPublicAccessBlockConfiguration", new KeyValuePair<string, string>("BucketName", request.Bucket.Name)));
}
