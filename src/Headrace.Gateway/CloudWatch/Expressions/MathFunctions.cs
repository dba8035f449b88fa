namespace Headrace.Gateway.CloudWatch.Expressions;

/// <summary>The functions of metric math that are there: SUM, AVG, MIN, MAX, METRICS, FILL, PERIOD, RATE, IF, ABS, CEIL, FLOOR.</summary>
internal static class MathFunctions
{
    private static readonly string[] NotThere =
    [
        "ANOMALY_DETECTION_BAND", "DATAPOINT_COUNT", "DB_PERF_INSIGHTS", "DIFF", "DIFF_TIME", "EPOCH", "FIRST", "INSIGHT_RULE_METRIC", "LAMBDA", "LAST", "LOG",
        "LOG10", "METRIC_COUNT", "DAY", "HOUR", "MINUTE", "DATE", "MONTH", "YEAR", "REMOVE_EMPTY", "RUNNING_SUM", "SEARCH", "SERVICE_QUOTA", "SLICE", "SORT",
        "STDDEV", "TIME_SERIES",
    ];

    public static Term Call(string name, IReadOnlyList<Term> arguments, Func<IReadOnlyList<Series>> all) => (name, arguments) switch
    {
        ("METRICS", []) => new Term.Many(all()),
        ("SUM", [var term]) => Aggregate(term, values => values.Sum()),
        ("AVG", [var term]) => Aggregate(term, values => values.Average()),
        ("MIN", [var term]) => Aggregate(term, values => values.Min()),
        ("MAX", [var term]) => Aggregate(term, values => values.Max()),
        ("ABS", [var term]) => term.Map(Math.Abs),
        ("CEIL", [var term]) => term.Map(Math.Ceiling),
        ("FLOOR", [var term]) => term.Map(Math.Floor),
        ("PERIOD", [Term.One { Series: var series }]) => new Term.Number(series.Period),
        ("RATE", [Term.One { Series: var series }]) => new Term.One(Rate(series)),
        ("FILL", [Term.One { Series: var series }, Term.Number { Value: var value }]) => new Term.One(Fill(series, all(), value)),
        ("IF", [var condition, var then]) => If(condition, then, null),
        ("IF", [var condition, var then, var otherwise]) => If(condition, then, otherwise),
        _ when NotThere.Contains(name) => throw CloudWatchErrors.NotImplemented($"The function {name}"),
        _ => throw CloudWatchErrors.Validation($"Error in expression: {name} is no function of these arguments"),
    };

    /// <summary>Over time for one series, across series for several.</summary>
    private static Term Aggregate(Term term, Func<IEnumerable<double>, double> aggregate)
    {
        switch (term)
        {
            case Term.One { Series.Points.Count: > 0 } one:
                return new Term.Number(aggregate(one.Series.Points.Values));
            case Term.Many { All: [var first, ..] } many:
                var points = new SortedDictionary<DateTimeOffset, double>();
                foreach (var group in many.All.SelectMany(series => series.Points).GroupBy(point => point.Key, point => point.Value))
                {
                    points[group.Key] = aggregate(group);
                }

                return new Term.One(first with { Points = points });
            default:
                return new Term.One(new Series("", 60, []));
        }
    }

    /// <summary>Change per second between neighbours.</summary>
    private static Series Rate(Series series)
    {
        var points = new SortedDictionary<DateTimeOffset, double>();
        KeyValuePair<DateTimeOffset, double>? before = null;
        foreach (var point in series.Points)
        {
            if (before is { } last)
            {
                points[point.Key] = (point.Value - last.Value) / (point.Key - last.Key).TotalSeconds;
            }

            before = point;
        }

        return series with { Points = points };
    }

    /// <summary>Gaps between the first and the last value of any metric of the request take a value.</summary>
    private static Series Fill(Series series, IReadOnlyList<Series> all, double value)
    {
        var points = new SortedDictionary<DateTimeOffset, double>(series.Points);
        var times = all.Append(series).SelectMany(each => each.Points.Keys).ToList();
        if (times.Count > 0 && (times.Max() - times.Min()).TotalSeconds / series.Period <= Metrics.GetMetricData.MostPoints)
        {
            for (var at = times.Min(); at <= times.Max(); at = at.AddSeconds(series.Period))
            {
                points.TryAdd(at, value);
            }
        }

        return series with { Points = points };
    }

    /// <summary>Element by element; without a third argument values are left out where the condition does not hold.</summary>
    private static Term If(Term condition, Term then, Term? otherwise)
    {
        if (condition is Term.Number always)
        {
            return always.Value != 0 ? then : otherwise ?? new Term.One(new Series("", 60, []));
        }

        var when = condition is Term.One one ? one.Series : throw CloudWatchErrors.Validation("Error in expression: IF takes a time series or a number");
        var points = new SortedDictionary<DateTimeOffset, double>();
        foreach (var (at, holds) in when.Points)
        {
            if (ValueAt(holds != 0 ? then : otherwise, at) is { } value)
            {
                points[at] = value;
            }
        }

        return new Term.One(when with { Points = points });
    }

    private static double? ValueAt(Term? term, DateTimeOffset at) => term switch
    {
        Term.Number number => number.Value,
        Term.One one => one.Series.Points.TryGetValue(at, out var value) ? value : null,
        null => null,
        _ => throw CloudWatchErrors.Validation("Error in expression: IF gives a time series or a number"),
    };
}
