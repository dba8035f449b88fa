namespace Headrace.Gateway.Logs.Tags;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html</summary>
internal static class ListTagsLogGroup
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = call.GroupName();
        call.Validate();
        return GroupTags.ListAsync(call, group);
    }
}
