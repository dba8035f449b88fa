namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html</remarks>
internal static class GetBucketAcl
{
    public static Task HandleAsync(S3Request request) => request.WriteXmlAsync(BucketAcl.Of(request).Write());
}
