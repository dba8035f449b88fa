using Headrace.Gateway.CloudWatch.Wire;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.CloudWatch.Metrics;

/// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html</summary>
internal static class GetMetricStatistics
{
    private const int MostPoints = 1_440;

    public static async Task<Answer> HandleAsync(CloudWatchCall call)
    {
        var input = call.Input;
        var key = new MetricKey(input.Required("Namespace"), input.Required("MetricName"), "", Dimensions.Read(input));
        var from = input.Time("StartTime") ?? throw CloudWatchErrors.Missing("StartTime");
        var to = input.Time("EndTime") ?? throw CloudWatchErrors.Missing("EndTime");
        var period = Periods.Check(input.Integer("Period") ?? throw CloudWatchErrors.Missing("Period"), "Period");
        var unit = Units.Check(input.Text("Unit"), "Unit");
        var simple = input.Texts("Statistics").Select(name => Statistic.Simple(name) ?? throw CloudWatchErrors.InvalidValue(name, "Statistics")).ToList();
        var extended = input.Texts("ExtendedStatistics").Select(name => Statistic.Parse(name, "ExtendedStatistics")).ToList();
        input.RefuseOthers();
        if (simple.Count + extended.Count == 0)
        {
            throw new WireException("InvalidParameterCombination", 400, "Must specify either Statistics or ExtendedStatistics");
        }

        if (from >= to)
        {
            throw CloudWatchErrors.Invalid("The parameter StartTime must be less than the parameter EndTime.");
        }

        if (Math.Ceiling((to - from).TotalSeconds / period) is var points && points > MostPoints)
        {
            throw CloudWatchErrors.TooManyPoints((long)points, MostPoints);
        }

        await call.Metrics.FlushAsync(call.Aborted);
        var origin = period < 60 ? Periods.Down(from, period) : Periods.Minute(from);
        var units = call.Metrics.UnitsOf(key).Where(each => unit is null || each.Unit == unit);
        return new Answer
        {
            { "Label", key.Name },
            {
                "Datapoints", Answer.List(units.SelectMany(each => Periods.Read(call.Metrics, [each], origin, origin, to, period)
                    .Select(point => Point(point.Start, point.Aggregate, each.Unit, simple, extended))))
            },
        };
    }

    private static Answer Point(DateTimeOffset start, MetricAggregate aggregate, string unit, List<Statistic> simple, List<Statistic> extended)
    {
        var point = new Answer { { "Timestamp", start } };
        simple.ForEach(statistic => point.Add(statistic.Name, statistic.Of(aggregate)));
        point.Add("Unit", unit);
        var percentiles = new Answer();
        extended.ForEach(statistic => percentiles.Add(statistic.Name, statistic.Of(aggregate)));
        if (percentiles.Count > 0)
        {
            point.Add("ExtendedStatistics", new AnswerMap(percentiles));
        }

        return point;
    }
}
