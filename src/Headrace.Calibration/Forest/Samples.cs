namespace Headrace.Calibration.Forest;

/// <summary>Rows of features, row after row, each with the value that it stands for.</summary>
public sealed class Samples
{
    private readonly float[] _features;
    private readonly double[] _targets;

    /// <exception cref="ArgumentException">The lengths do not fit, or a value is not finite.</exception>
    public Samples(float[] features, int width, double[] targets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (features.Length != (long)width * targets.Length)
        {
            throw new ArgumentException($"{targets.Length} rows of {width} features are {(long)width * targets.Length} values, not {features.Length}.", nameof(features));
        }

        if (!Array.TrueForAll(features, float.IsFinite) || !Array.TrueForAll(targets, double.IsFinite))
        {
            throw new ArgumentException("A value is not a finite number.", nameof(features));
        }

        (_features, Width, _targets) = (features, width, targets);
    }

    /// <summary>How many features a row has.</summary>
    public int Width { get; }

    public int Count => _targets.Length;

    public IReadOnlyList<double> Targets => _targets;

    public float Feature(int row, int feature) => _features[(row * Width) + feature];

    public double Target(int row) => _targets[row];

    public ReadOnlySpan<float> Row(int row) => _features.AsSpan(row * Width, Width);
}
