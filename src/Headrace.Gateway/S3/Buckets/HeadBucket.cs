namespace Headrace.Gateway.S3.Buckets;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html</remarks>
internal static class HeadBucket
{
    public static Task HandleAsync(S3Request request)
    {
        var headers = request.Response.Headers;
        headers["x-amz-bucket-region"] = request.Bucket.Region;
        headers["x-amz-bucket-arn"] = "arn:aws:s3:::" + request.Bucket.Name;
        headers["x-amz-access-point-alias"] = "false";
        request.Response.ContentType = "application/xml";
        return Task.CompletedTask;
    }
}
