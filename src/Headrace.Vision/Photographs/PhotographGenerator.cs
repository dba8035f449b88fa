using System.Collections.Immutable;
using Headrace.Vips;
using Headrace.Vips.Jpeg;

namespace Headrace.Vision.Photographs;

/// <summary>Makes JPEGs that cost what a river camera's cost: a sky with clouds, ridges, a bank, moving water, a sensor's grain. The same seed gives the same picture.</summary>
/// <remarks>Not for an engine's process: it loads a codec. Demos, benchmarks and tests run it.</remarks>
public static class PhotographGenerator
{
    private const int Quality = 88;

    /// <summary>Sizes of real cameras' pictures, in pixels.</summary>
    public static ImmutableArray<(int Width, int Height)> Sizes { get; } = [(1200, 800), (1500, 997), (2040, 1536)];

    /// <summary>A JPEG file, three components, chroma at half size; 0.2 to 0.3 bytes a pixel.</summary>
    public static byte[] Create(int seed, int width, int height)
    {
        var pixels = Draw(seed, width, height);
        if (!TurboJpeg.IsAvailable)
        {
            using var image = VipsImage.FromPixels(pixels, width, height, 3);
            return image.Encode(".jpg", ("Q", Quality));
        }

        using var jpeg = new TurboJpeg();
        byte[] file = [];
        var length = jpeg.EncodeRgb(pixels, width, height, Quality, ref file);
        return file[..length];
    }

    /// <summary>The same picture before it is encoded: three bytes a pixel, red first.</summary>
    public static byte[] Draw(int seed, int width, int height)
    {
        var pixels = new byte[checked(width * height * 3)];
        var scene = new Scene(seed, width, height);
        for (var y = 0; y < height; y++)
        {
            scene.DrawRow(y, pixels.AsSpan(y * width * 3, width * 3));
        }

        return pixels;
    }
}
