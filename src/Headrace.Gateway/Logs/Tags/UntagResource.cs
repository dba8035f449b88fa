namespace Headrace.Gateway.Logs.Tags;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html</summary>
internal static class UntagResource
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = GroupTags.Resource(call);
        var keys = call.Texts("tagKeys", 0, 50);
        call.NotNull("tagKeys", keys);
        call.Validate();
        return GroupTags.RemoveAsync(call, group, keys!);
    }
}
