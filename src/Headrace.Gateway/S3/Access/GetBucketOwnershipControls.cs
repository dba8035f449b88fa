namespace Headrace.Gateway.S3.Access;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html</remarks>
internal static class GetBucketOwnershipControls
{
    public static Task HandleAsync(S3Request request) => request.WriteXmlAsync(
        Ownership.Of(request)?.Write()
            ?? throw S3Error.Of("OwnershipControlsNotFoundError", new KeyValuePair<string, string>("BucketName", request.Bucket.Name)));
}
