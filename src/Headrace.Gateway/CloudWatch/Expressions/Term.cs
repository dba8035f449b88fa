namespace Headrace.Gateway.CloudWatch.Expressions;

/// <summary>A value in an expression: a number, a time series, or several.</summary>
internal abstract record Term
{
    public sealed record Number(double Value) : Term;

    public sealed record One(Series Series) : Term;

    public sealed record Many(IReadOnlyList<Series> All) : Term;

    /// <summary>Applies an operator, element by element.</summary>
    public static Term Combine(Term left, Term right, Func<double, double, double> combine) => (left, right) switch
    {
        (Number a, Number b) => new Number(combine(a.Value, b.Value)),
        (One a, Number b) => new One(a.Series.Map(value => combine(value, b.Value))),
        (Number a, One b) => new One(b.Series.Map(value => combine(a.Value, value))),
        (One a, One b) => new One(a.Series.With(b.Series, combine)),
        (Many a, Number b) => new Many([.. a.All.Select(series => series.Map(value => combine(value, b.Value)))]),
        (Number a, Many b) => new Many([.. b.All.Select(series => series.Map(value => combine(a.Value, value)))]),
        (Many a, One b) => new Many([.. a.All.Select(series => series.With(b.Series, combine))]),
        (One a, Many b) => new Many([.. b.All.Select(series => a.Series.With(series, combine))]),
        _ => throw CloudWatchErrors.Validation("Error in expression: two arrays of time series cannot be combined"),
    };

    public Term Map(Func<double, double> map) => this switch
    {
        Number number => new Number(map(number.Value)),
        One one => new One(one.Series.Map(map)),
        Many many => new Many([.. many.All.Select(series => series.Map(map))]),
        _ => this,
    };
}
