namespace Headrace.Gateway.Logs.Tags;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html</summary>
internal static class UntagLogGroup
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = call.GroupName();
        var keys = call.Texts("tags", 1);
        call.NotNull("tags", keys);
        call.Validate();
        return GroupTags.RemoveAsync(call, group, keys!);
    }
}
