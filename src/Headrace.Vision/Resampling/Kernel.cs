using System.Collections.Immutable;

namespace Headrace.Vision.Resampling;

/// <summary>The weights of one axis of a resize: for every output pixel, where its window of input pixels begins and what each of them counts.</summary>
/// <remarks>
/// The arithmetic is Pillow's (Resample.c, <c>precompute_coeffs</c> and <c>normalize_coeffs_8bpc</c>): a bicubic filter with a = -0.5, widened
/// by the scale when shrinking, weights normalised to a sum of one and rounded to 22 bits of fraction. So a resize gives Pillow's bytes exactly.
/// Windows are whole pairs of pixels, from an even one on, and a weight is two parts of sixteen bits: that is what processors multiply and add in one step.
/// </remarks>
internal sealed class Kernel
{
    public const int PrecisionBits = 32 - 8 - 2;

    /// <summary>A weight is its upper part · 2¹¹ + its lower part, which has a sign too.</summary>
    public const int LowerBits = 11;

    private const double Support = 2.0;

    private readonly ImmutableArray<int> starts;
    private readonly int[] weights;
    private readonly int window;

    private Kernel(int inputLength, double extent, int window, ImmutableArray<int> starts, int[] weights)
    {
        InputLength = inputLength;
        Extent = extent;
        this.window = window;
        this.starts = starts;
        this.weights = weights;
    }

    public int InputLength { get; }

    public double Extent { get; }

    /// <summary>The pair of input pixels that an output pixel's window begins with.</summary>
    public int Start(int output) => starts[output];

    /// <summary>For every pair of an output pixel's window two numbers: the upper parts of both weights, the second one's in the upper half, and the lower parts likewise.</summary>
    /// <remarks>No pair lies wholly behind the input. Where the last one reaches behind it, that weight is zero.</remarks>
    public ReadOnlySpan<int> Weights(int output) =>
        weights.AsSpan(output * window * 2, Math.Min(window, ((InputLength + 1) / 2) - starts[output]) * 2);

    /// <param name="extent">How many of the input's pixels the image covers; less than their number when a decoder rounded a fraction up.</param>
    public static Kernel Bicubic(int inputLength, double extent, int outputLength)
    {
        var scale = extent / outputLength;
        var stretch = Math.Max(scale, 1.0);
        var support = Support * stretch;
        var window = (((int)Math.Ceiling(support) * 2) + 1 + 2) / 2;
        var starts = ImmutableArray.CreateBuilder<int>(outputLength);
        var weights = new int[outputLength * window * 2];
        var exact = new double[window * 2];
        for (var output = 0; output < outputLength; output++)
        {
            var centre = (output + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - support + 0.5));
            var count = Math.Min(inputLength, (int)(centre + support + 0.5)) - first;
            var sum = 0.0;
            for (var tap = 0; tap < count; tap++)
            {
                exact[tap] = Cubic((tap + first - centre + 0.5) * (1.0 / stretch));
                sum += exact[tap];
            }

            for (var tap = 0; tap < count; tap++)
            {
                var weight = (sum != 0.0 ? exact[tap] * (1.0 / sum) : exact[tap]) * (1 << PrecisionBits);
                Set(weights.AsSpan(output * window * 2), (first & 1) + tap, (int)(weight < 0 ? weight - 0.5 : weight + 0.5));
            }

            starts.Add(first / 2);
        }

        return new Kernel(inputLength, extent, window, starts.MoveToImmutable(), weights);
    }

    private static void Set(Span<int> pairs, int tap, int weight)
    {
        var upper = (weight + (1 << (LowerBits - 1))) >> LowerBits;
        var lower = weight - (upper << LowerBits);
        var shift = (tap & 1) * 16;
        pairs[tap & ~1] |= (ushort)upper << shift;
        pairs[(tap & ~1) + 1] |= (ushort)lower << shift;
    }

    /// <summary>https://en.wikipedia.org/wiki/Bicubic_interpolation#Bicubic_convolution_algorithm</summary>
    private static double Cubic(double x)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        return x < 1.0 ? ((((a + 2.0) * x) - (a + 3.0)) * x * x) + 1
            : x < 2.0 ? ((((x - 5) * x) + 8) * x - 4) * a
            : 0.0;
    }
}
