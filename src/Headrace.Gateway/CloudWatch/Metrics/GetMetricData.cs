using System.Globalization;
using Headrace.Gateway.CloudWatch.Wire;

namespace Headrace.Gateway.CloudWatch.Metrics;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html</summary>
internal static class GetMetricData
{
    public const int MostPoints = 100_800;
    private const int MostQueries = 500;
    private const string TokenPrefix = "points-";

    public static async Task<Answer> HandleAsync(CloudWatchCall call)
    {
        var input = call.Input;
        var queries = input.Structures("MetricDataQueries").Select(MetricDataQuery.Read).ToList();
        var from = input.Time("StartTime") ?? throw CloudWatchErrors.Missing("StartTime");
        var to = input.Time("EndTime") ?? throw CloudWatchErrors.Missing("EndTime");
        var most = Math.Clamp(input.Integer("MaxDatapoints") ?? MostPoints, 1, MostPoints);
        var skipped = SkippedBy(input.Text("NextToken"));
        var isAscending = input.Text("ScanBy") switch
        {
            null or "TimestampDescending" => false,
            "TimestampAscending" => true,
            var other => throw CloudWatchErrors.InvalidValue(other, "ScanBy"),
        };
        input.RefuseOthers();
        Check(queries, from, to);

        await call.Metrics.FlushAsync(call.Aborted);
        var evaluation = new QueryEvaluation(call.Metrics, queries, from, to);
        var results = new List<Answer>();
        var (position, left) = (0L, (long)most);
        var hasMore = false;
        foreach (var query in queries.Where(query => query.IsReturned))
        {
            foreach (var series in evaluation.Of(query))
            {
                var all = (isAscending ? series.Points : series.Points.Reverse()).ToList();
                var page = all.Skip((int)Math.Clamp(skipped - position, 0, all.Count)).Take((int)left).ToList();
                var isComplete = Math.Max(position, skipped) + page.Count >= position + all.Count;
                position += all.Count;
                left -= page.Count;
                hasMore |= !isComplete;
                var result = new Answer
                {
                    { "Id", query.Id },
                    { "Label", evaluation.LabelOf(query, series) },
                    { "Timestamps", Answer.List(page.Select(point => point.Key)) },
                    { "Values", Answer.List(page.Select(point => point.Value)) },
                    { "StatusCode", isComplete ? "Complete" : "PartialData" },
                };
                if (evaluation.UnitsOf(query) is { Count: > 1 } units)
                {
                    result.Add("Messages", Answer.List([new Answer { { "Code", "MultipleUnits" }, { "Value", $"Multiple units returned: '[{string.Join(", ", units)}]'" } }]));
                }

                results.Add(result);
            }
        }

        return new Answer
        {
            { "MetricDataResults", Answer.List(results) },
            { "NextToken", hasMore ? string.Create(CultureInfo.InvariantCulture, $"{TokenPrefix}{skipped + most - left}") : null },
            { "Messages", Answer.List<Answer>([]) },
        };
    }

    private static void Check(List<MetricDataQuery> queries, DateTimeOffset from, DateTimeOffset to)
    {
        if (queries.Count == 0)
        {
            throw CloudWatchErrors.Missing("MetricDataQueries");
        }

        if (queries.Count > MostQueries)
        {
            throw CloudWatchErrors.Validation($"The collection MetricDataQueries must not have a size greater than {MostQueries}.");
        }

        if (from >= to)
        {
            throw CloudWatchErrors.Validation("The parameter StartTime must be less than the parameter EndTime.");
        }

        if (queries.GroupBy(query => query.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw CloudWatchErrors.Validation($"The values for parameter id in MetricDataQueries are not unique: {twice.Key}.");
        }

        if (!queries.Exists(query => query.IsReturned))
        {
            throw CloudWatchErrors.Validation("At least one query must have ReturnData set to true.");
        }
    }

    private static long SkippedBy(string? token) => token is null ? 0
        : token.StartsWith(TokenPrefix, StringComparison.Ordinal) && int.TryParse(token.AsSpan(TokenPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var skipped) ? skipped
        : throw CloudWatchErrors.InvalidToken();
}
