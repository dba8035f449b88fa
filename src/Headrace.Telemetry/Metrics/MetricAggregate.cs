namespace Headrace.Telemetry.Metrics;

/// <summary>What a set of values comes to: CloudWatch's statistics, from one minute or any sum of minutes.</summary>
public sealed class MetricAggregate
{
    private readonly MetricHistogram _histogram;

    public MetricAggregate()
        : this(0, 0, double.PositiveInfinity, double.NegativeInfinity, new MetricHistogram())
    {
    }

    internal MetricAggregate(double sampleCount, double sum, double minimum, double maximum, MetricHistogram histogram)
    {
        SampleCount = sampleCount;
        Sum = sum;
        Minimum = minimum;
        Maximum = maximum;
        _histogram = histogram;
    }

    /// <summary>Whole, unless a client has counted otherwise.</summary>
    public double SampleCount { get; private set; }

    public double Sum { get; private set; }

    public double Minimum { get; private set; }

    public double Maximum { get; private set; }

    public double Average => Sum / SampleCount;

    /// <summary>Within 2 %, and never outside minimum and maximum.</summary>
    public double Percentile(double percent) => Math.Clamp(_histogram.Percentile(percent), Minimum, Maximum);

    /// <summary>False where a statistic set stands for values that nobody told: then CloudWatch has no percentiles either.</summary>
    public bool HasPercentiles => Minimum.Equals(Maximum) || _histogram.Total >= SampleCount - 0.5;

    internal MetricHistogram Histogram => _histogram;

    internal void Add(double value)
    {
        SampleCount++;
        Sum += value;
        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
        _histogram.Add(value);
    }

    internal void Add(double value, double count)
    {
        SampleCount += count;
        Sum += value * count;
        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
        _histogram.Add(value, (long)Math.Max(1, Math.Round(count)));
    }

    internal void Add(MetricSet set)
    {
        SampleCount += set.SampleCount;
        Sum += set.Sum;
        Minimum = Math.Min(Minimum, set.Minimum);
        Maximum = Math.Max(Maximum, set.Maximum);
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
