namespace Headrace.Telemetry.Metrics;

/// <summary>What a set of values comes to: CloudWatch's statistics, from one minute or any sum of minutes.</summary>
public sealed class MetricAggregate
{
    private readonly MetricHistogram _histogram;

    public MetricAggregate()
        : this(0, 0, double.PositiveInfinity, double.NegativeInfinity, new MetricHistogram())
    {
    }

    internal MetricAggregate(long sampleCount, double sum, double minimum, double maximum, MetricHistogram histogram)
    {
        SampleCount = sampleCount;
        Sum = sum;
        Minimum = minimum;
        Maximum = maximum;
        _histogram = histogram;
    }

    public long SampleCount { get; private set; }

    public double Sum { get; private set; }

    public double Minimum { get; private set; }

    public double Maximum { get; private set; }

    public double Average => Sum / SampleCount;

    /// <summary>Within 2 %, and never outside minimum and maximum.</summary>
    public double Percentile(double percent) => Math.Clamp(_histogram.Percentile(percent), Minimum, Maximum);

    internal MetricHistogram Histogram => _histogram;

    internal void Add(double value)
    {
        SampleCount++;
        Sum += value;
        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
        _histogram.Add(value);
    }

    internal void Add(MetricAggregate other)
    {
        SampleCount += other.SampleCount;
        Sum += other.Sum;
        Minimum = Math.Min(Minimum, other.Minimum);
        Maximum = Math.Max(Maximum, other.Maximum);
        _histogram.Add(other._histogram);
    }

    internal MetricAggregate Copy()
    {
        var copy = new MetricAggregate();
        copy.Add(this);
        return copy;
    }
}
