namespace Headrace.Gateway.CloudWatch.Expressions;

/// <summary>What a metric or an expression comes to: values by the beginning of their period, oldest first.</summary>
/// <param name="Period">Seconds.</param>
internal sealed record Series(string Id, int Period, SortedDictionary<DateTimeOffset, double> Points)
{
    public Series Map(Func<double, double> map)
    {
        var points = new SortedDictionary<DateTimeOffset, double>();
        foreach (var (at, value) in Points)
        {
            if (map(value) is var mapped && double.IsFinite(mapped))
            {
                points[at] = mapped;
            }
        }

        return this with { Points = points };
    }

    /// <summary>Where both have a value.</summary>
    public Series With(Series other, Func<double, double, double> combine)
    {
        var points = new SortedDictionary<DateTimeOffset, double>();
        foreach (var (at, value) in Points)
        {
            if (other.Points.TryGetValue(at, out var second) && combine(value, second) is var combined && double.IsFinite(combined))
            {
                points[at] = combined;
            }
        }

        return this with { Points = points };
    }
}
