namespace Headrace.Gateway.Logs.Groups;

/// <summary>None: PutSubscriptionFilter is not implemented, so there can be none. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html</summary>
internal static class DescribeSubscriptionFilters
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = call.GroupName();
        call.Text("filterNamePrefix", 1, 512);
        call.Text("nextToken", 1);
        call.Limit(50, 50);
        call.Validate();
        call.Group(group);
        return call.AnswerAsync(json =>
        {
            json.WriteStartArray("subscriptionFilters");
            json.WriteEndArray();
        });
    }
}
