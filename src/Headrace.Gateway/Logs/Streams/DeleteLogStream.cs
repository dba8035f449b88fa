namespace Headrace.Gateway.Logs.Streams;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html</summary>
internal static class DeleteLogStream
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = call.GroupName();
        var stream = call.StreamName();
        call.Validate();
        call.Group(group);
        return call.Logs.DeleteStream(group, stream) ? call.AnswerAsync() : throw LogsErrors.NoStream();
    }
}
