namespace Headrace.Gateway.S3.Configuration;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html</remarks>
internal static class GetBucketLifecycleConfiguration
{
    public const string Kind = "lifecycle";

    public const string MinimumSizeKind = "lifecycle-minimum-size";

    public const string MinimumSizeHeader = "x-amz-transition-default-minimum-object-size";

    public const string DefaultMinimumSize = "all_storage_classes_128K";

    public static Task HandleAsync(S3Request request)
    {
        var document = request.BucketDocument(Kind)
            ?? throw S3Error.Of("NoSuchLifecycleConfiguration", new KeyValuePair<string, string>("BucketName", request.Bucket.Name));
        request.Response.Headers[MinimumSizeHeader] = request.Store.GetBucketDocument(request.Bucket.Name, MinimumSizeKind) ?? DefaultMinimumSize;
        return request.WriteXmlAsync(document);
    }
}
