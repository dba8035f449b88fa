namespace Headrace.Gateway.Logs.Tags;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html</summary>
internal static class ListTagsForResource
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = GroupTags.Resource(call);
        call.Validate();
        return GroupTags.ListAsync(call, group);
    }
}
