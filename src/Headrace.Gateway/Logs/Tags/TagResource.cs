namespace Headrace.Gateway.Logs.Tags;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html</summary>
internal static class TagResource
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = GroupTags.Resource(call);
        var tags = call.Map("tags");
        call.NotNull("tags", tags);
        GroupTags.Check(call, tags ?? []);
        call.Validate();
        return GroupTags.AddAsync(call, group, tags!);
    }
}
