namespace Headrace.Gateway.Logs.Groups;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html</summary>
internal static class DeleteLogGroup
{
    public static Task HandleAsync(LogsCall call)
    {
        var name = call.GroupName();
        call.Validate();
        return call.Logs.DeleteGroup(name) ? call.AnswerAsync() : throw LogsErrors.NoGroup();
    }
}
