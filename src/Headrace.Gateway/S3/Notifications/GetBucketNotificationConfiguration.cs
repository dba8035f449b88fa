namespace Headrace.Gateway.S3.Notifications;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html</remarks>
internal static class GetBucketNotificationConfiguration
{
    public static Task HandleAsync(S3Request request) => request.WriteXmlAsync(request.Notifications.Get(request.Bucket.Name).Write());
}
