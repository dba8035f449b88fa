using System.Buffers.Text;
using System.Text;
using Headrace.Gateway.CloudWatch.Wire;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.CloudWatch.Metrics;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html</summary>
internal static class ListMetrics
{
    private const int PageLength = 500;

    public static async Task<Answer> HandleAsync(CloudWatchCall call)
    {
        var input = call.Input;
        var (metricNamespace, name, token) = (input.Text("Namespace"), input.Text("MetricName"), input.Text("NextToken"));
        var recently = input.Text("RecentlyActive");
        var filters = input.Structures("Dimensions").Select(filter => (Name: filter.Required("Name"), Value: filter.Text("Value"))).ToList();
        input.Truth("IncludeLinkedAccounts");
        input.RefuseOthers();
        if (recently is not (null or "PT3H"))
        {
            throw CloudWatchErrors.InvalidValue(recently, "RecentlyActive");
        }

        await call.Metrics.FlushAsync(call.Aborted);
        var page = call.Metrics.ListPage(
            metricNamespace, name,
            key => filters.TrueForAll(filter => key.Dimensions.Any(dimension => dimension.Key == filter.Name && (filter.Value is null || dimension.Value == filter.Value))),
            call.Now - (recently is null ? TimeSpan.FromDays(14) : TimeSpan.FromHours(3)), token is null ? null : Parse(token), PageLength + 1);
        return new Answer
        {
            {
                "Metrics", Answer.List(page.Take(PageLength).Select(key => new Answer
                {
                    { "Namespace", key.Namespace }, { "MetricName", key.Name }, { "Dimensions", Dimensions.Write(key.Dimensions) },
                }))
            },
            { "NextToken", page.Count > PageLength ? Token(page[PageLength - 1]) : null },
        };
    }

    private static string Token(MetricKey last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Join('\n', ["metrics", last.Namespace, last.Name, .. last.Dimensions.SelectMany(IEnumerable<string> (dimension) => [dimension.Key, dimension.Value])])));

    private static MetricKey Parse(string token)
    {
        if (token.Length > 64 * 1024 || !Base64Url.IsValid(token))
        {
            throw CloudWatchErrors.InvalidToken();
        }

        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('\n') is ["metrics", var metricNamespace, var name, .. var dimensions] && dimensions.Length % 2 == 0
            ? new MetricKey(metricNamespace, name, "", dimensions.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1])))
            : throw CloudWatchErrors.InvalidToken();
    }
}
