using System.Collections.Immutable;

namespace Headrace.Vision.Resampling;

/// <summary>The weights of one axis of a resize: for every output pixel, where its window of input pixels begins and what each of them counts.</summary>
/// <remarks>
/// The arithmetic is Pillow's (Resample.c, <c>precompute_coeffs</c> and <c>normalize_coeffs_8bpc</c>): a bicubic filter with a = -0.5, widened
/// by the scale when shrinking, weights normalised to a sum of one and rounded to 22 bits of fraction. So a resize gives Pillow's bytes exactly.
/// </remarks>
internal sealed class Kernel
{
    public const int PrecisionBits = 32 - 8 - 2;

    /// <summary>Windows are padded with zero weights to whole vectors of this many numbers.</summary>
    public const int Lanes = 4;

    private const double Support = 2.0;

    private Kernel(int inputLength, double extent, int window, ImmutableArray<int> starts, int[] weights)
    {
        InputLength = inputLength;
        Extent = extent;
        Window = window;
        Starts = starts;
        Weights = weights;
    }

    public int InputLength { get; }

    public double Extent { get; }

    /// <summary>Weights for each output pixel, padding included.</summary>
    public int Window { get; }

    /// <summary>First input pixel of each output pixel's window.</summary>
    public ImmutableArray<int> Starts { get; }

    /// <summary>Output after output, <see cref="Window"/> each; where a window passes the input's end, its weights are zero.</summary>
    public int[] Weights { get; }

    /// <param name="extent">How many of the input's pixels the image covers; less than their number when a decoder rounded a fraction up.</param>
    public static Kernel Bicubic(int inputLength, double extent, int outputLength)
    {
        var scale = extent / outputLength;
        var stretch = Math.Max(scale, 1.0);
        var support = Support * stretch;
        var window = ((((int)Math.Ceiling(support) * 2) + 1 + Lanes - 1) / Lanes) * Lanes;
        var starts = ImmutableArray.CreateBuilder<int>(outputLength);
        var weights = new int[outputLength * window];
        var exact = new double[window];
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
                weights[(output * window) + tap] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
            }

            starts.Add(first);
        }

        return new Kernel(inputLength, extent, window, starts.MoveToImmutable(), weights);
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
