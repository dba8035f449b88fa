namespace Headrace.Gateway.Logs.Groups;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html</summary>
internal static class DeleteRetentionPolicy
{
    public static Task HandleAsync(LogsCall call)
    {
        var name = call.GroupName();
        call.Validate();
        return call.Logs.ChangeGroup(name, group => group with { RetentionInDays = null }) ? call.AnswerAsync() : throw LogsErrors.NoGroup();
    }
}
