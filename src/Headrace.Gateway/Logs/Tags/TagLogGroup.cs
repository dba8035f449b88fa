namespace Headrace.Gateway.Logs.Tags;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html</summary>
internal static class TagLogGroup
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = call.GroupName();
        var tags = call.Map("tags");
        call.NotNull("tags", tags);
        GroupTags.Check(call, tags ?? []);
        call.Validate();
        return GroupTags.AddAsync(call, group, tags!);
    }
}
