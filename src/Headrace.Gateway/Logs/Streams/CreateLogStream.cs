namespace Headrace.Gateway.Logs.Streams;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html</summary>
internal static class CreateLogStream
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = call.GroupName();
        var stream = call.StreamName();
        call.Validate();
        return call.Logs.CreateStream(group, stream) switch
        {
            true => call.AnswerAsync(),
            false => throw LogsErrors.StreamExists(),
            null => throw LogsErrors.NoGroup(),
        };
    }
}
