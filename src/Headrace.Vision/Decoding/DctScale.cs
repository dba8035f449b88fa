namespace Headrace.Vision.Decoding;

/// <summary>At how many eighths of its size a JPEG is decoded: the fewer, the less there is to compute.</summary>
internal static class DctScale
{
    /// <summary>
    /// Scaling in the DCT is not Pillow's filter, but where at least 1.5 times the result's sides remain at a half, or twice at less, the
    /// result stays within 41 dB of it (measured on photographs; 48 dB is one level in 255 everywhere).
    /// </summary>
    /// <param name="width">The input's, in pixels; likewise <paramref name="height"/>.</param>
    public static int Eighths(int width, int height, int resultWidth, int resultHeight)
    {
        foreach (var (eighths, factor) in ((int, double)[])[(1, 2.0), (2, 2.0), (4, 1.5)])
        {
            if (width * eighths >= resultWidth * factor * 8 && height * eighths >= resultHeight * factor * 8)
            {
                return eighths;
            }
        }

        return 8;
    }
}
