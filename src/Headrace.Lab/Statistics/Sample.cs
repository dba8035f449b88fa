namespace Headrace.Lab.Statistics;

/// <summary>Size and moments of a sample: all that t-tests and an analysis of variance need of it.</summary>
/// <param name="Variance">Of the sample (n − 1); not a number below two.</param>
/// <param name="Skewness">Of the sample as it stands (divided by n); 0 when all are equal.</param>
internal readonly record struct Sample(long Count, double Mean, double Variance, double Skewness = 0)
{
    public double StandardDeviation => Math.Sqrt(Variance);

    /// <summary>Two passes: the second subtracts the mean, so that large values with small differences lose nothing.</summary>
    public static Sample Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return new(0, double.NaN, double.NaN);
        }

        // From the first value: equal values have exactly that mean, and no variance by rounding.
        var origin = values[0];
        double sum = 0;
        foreach (var value in values)
        {
            sum += value - origin;
        }

        var mean = origin + (sum / values.Length);
        double residue = 0, squares = 0, cubes = 0;
        foreach (var value in values)
        {
            var difference = value - mean;
            residue += difference;
            squares += difference * difference;
            cubes += difference * difference * difference;
        }

        squares -= residue * residue / values.Length;
        var second = squares / values.Length;
        return new(values.Length, mean, values.Length > 1 ? squares / (values.Length - 1) : double.NaN, second > 0 ? cubes / values.Length / (second * Math.Sqrt(second)) : 0);
    }
}
