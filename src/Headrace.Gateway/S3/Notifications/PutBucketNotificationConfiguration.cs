using Headrace.Events.Rules;
using Headrace.Wire.Events;

namespace Headrace.Gateway.S3.Notifications;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html</remarks>
internal static class PutBucketNotificationConfiguration
{
    public static async Task HandleAsync(S3Request request)
    {
        var bucket = request.Bucket;
        var asked = NotificationConfiguration.Parse(await request.ReadDocumentAsync());
        var skipsDestinations = string.Equals(request.Header("x-amz-skip-destination-validation"), "true", StringComparison.OrdinalIgnoreCase);
        var accepted = NotificationValidation.Accept(asked, bucket, request.Gateway.Scope.AccountId, skipsDestinations, request.Functions);
        await request.Notifications.PutAsync(bucket.Name, accepted, request.Aborted);
        await request.WriteEmptyAsync();
    }
}
