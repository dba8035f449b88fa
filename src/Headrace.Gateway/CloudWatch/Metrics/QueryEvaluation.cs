using System.Globalization;
using Headrace.Gateway.CloudWatch.Expressions;
using Headrace.Telemetry.Metrics;

namespace Headrace.Gateway.CloudWatch.Metrics;

/// <summary>The queries of one GetMetricData, each evaluated once.</summary>
internal sealed class QueryEvaluation(MetricStore metrics, IReadOnlyList<MetricDataQuery> queries, DateTimeOffset from, DateTimeOffset to)
{
    private readonly Dictionary<string, Term> _terms = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _units = [];
    private readonly HashSet<string> _underWay = [];
    private readonly bool _haveSeveralStatistics = queries.Select(query => query.Statistic?.Name).OfType<string>().Distinct().Count() > 1;
    private readonly bool _haveSeveralPeriods = queries.Where(query => query.Key is not null).Select(query => query.Period).Distinct().Count() > 1;

    /// <exception cref="WireException">An expression is wrong, or does not come to a time series.</exception>
    public IReadOnlyList<Series> Of(MetricDataQuery query) => Evaluate(query) switch
    {
        Term.One one => [one.Series],
        Term.Many many => many.All,
        _ => throw CloudWatchErrors.Validation($"Error in expression '{query.Id}': the result must be a time series"),
    };

    /// <summary>What is the same for all queries says nothing, so AWS leaves it out.</summary>
    public string LabelOf(MetricDataQuery query, Series series)
    {
        if (query.Key is not { } key)
        {
            return query.Label ?? (series.Id.Length > 0 && series.Id != query.Id ? $"{query.Id} {series.Id}" : query.Id);
        }

        return query.Label
            ?? key.Name
            + (_haveSeveralStatistics ? " " + query.Statistic!.Name : "")
            + (_haveSeveralPeriods ? string.Create(CultureInfo.InvariantCulture, $" {query.Period}") : "");
    }

    /// <summary>The units that a query without one has met.</summary>
    public IReadOnlyList<string> UnitsOf(MetricDataQuery query) => _units.GetValueOrDefault(query.Id) ?? [];

    private Term Evaluate(MetricDataQuery query)
    {
        if (_terms.TryGetValue(query.Id, out var known))
        {
            return known;
        }

        if (!_underWay.Add(query.Id))
        {
            throw CloudWatchErrors.Validation($"Error in expression '{query.Id}': it refers to itself");
        }

        var term = query.Key is { } key ? new Term.One(Read(query, key)) : Compute(query);
        return _terms[query.Id] = term;
    }

    private Term Compute(MetricDataQuery query)
    {
        var term = new MetricMath(query.Expression!, Find, AllMetrics).Evaluate();
        return term is Term.One one ? new Term.One(one.Series with { Id = query.Id }) : term;
    }

    private Term? Find(string id) => queries.FirstOrDefault(query => query.Id == id) is { } query ? Evaluate(query) : null;

    private List<Series> AllMetrics() => [.. queries.Where(query => query.Key is not null).Select(Evaluate).OfType<Term.One>().Select(one => one.Series)];

    private Series Read(MetricDataQuery query, MetricKey key)
    {
        var period = query.Period!.Value;
        var origin = Periods.Down(from, period);
        var units = metrics.UnitsOf(key).Where(each => query.Unit is null || each.Unit == query.Unit).ToList();
        var points = new SortedDictionary<DateTimeOffset, double>();

        // Values of different units are not one: the first unit that has a value in a period speaks for it, as at AWS.
        var met = new List<string>();
        foreach (var unit in units)
        {
            var any = false;
            foreach (var (start, aggregate) in Periods.Read(metrics, [unit], origin, origin, to, period))
            {
                any = true;
                if (query.Statistic!.Of(aggregate) is { } value)
                {
                    points.TryAdd(start, value);
                }
            }

            if (any)
            {
                met.Add(unit.Unit);
            }
        }

        _units[query.Id] = met;
        return new Series(query.Id, period, points);
    }
}
