using Headrace.Gateway.Logs.Tags;

namespace Headrace.Gateway.Logs.Groups;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html</summary>
internal static class CreateLogGroup
{
    public static Task HandleAsync(LogsCall call)
    {
        var name = call.GroupName();
        var tags = call.Map("tags") ?? [];
        GroupTags.Check(call, tags);
        if (call.Text("logGroupClass") is { } groupClass and not "STANDARD")
        {
            call.OneOf("logGroupClass", groupClass, "STANDARD", "INFREQUENT_ACCESS", "DELIVERY");
            call.Validate();
            throw LogsErrors.NotImplemented($"The log group class {groupClass}");
        }

        call.Validate();
        return call.Logs.CreateGroup(name, tags) ? call.AnswerAsync() : throw LogsErrors.GroupExists();
    }
}
