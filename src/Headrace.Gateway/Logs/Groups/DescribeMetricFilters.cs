namespace Headrace.Gateway.Logs.Groups;

/// <summary>None: PutMetricFilter is not implemented, so there can be none. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeMetricFilters.html</summary>
internal static class DescribeMetricFilters
{
    public static Task HandleAsync(LogsCall call)
    {
        var group = call.Text("logGroupName", 1, 512);
        call.Text("filterNamePrefix", 1, 512);
        call.Text("metricName", 0, 255);
        call.Text("metricNamespace", 0, 255);
        call.Text("nextToken", 1);
        call.Limit(50, 50);
        call.Validate();
        if (group is not null)
        {
            call.Group(group);
        }

        return call.AnswerAsync(json =>
        {
            json.WriteStartArray("metricFilters");
            json.WriteEndArray();
        });
    }
}
