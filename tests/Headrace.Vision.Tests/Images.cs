using Headrace.Vips;
using Headrace.Vision.Photographs;

namespace Headrace.Vision.Tests;

/// <summary>Encoded images made in this process.</summary>
internal static class Images
{
    public static byte[] Jpeg { get; } = PhotographGenerator.Create(seed: 1, 300, 200);

    /// <param name="suffix"><c>.png</c></param>
    public static byte[] Photograph(string suffix, int width = 300, int height = 200, params (string Property, int Value)[] settings)
    {
        using var image = VipsImage.FromPixels(PhotographGenerator.Draw(seed: 1, width, height), width, height, 3);
        return image.Encode(suffix, settings);
    }

    /// <summary>Black, and cheap at any size: what a decompression bomb is made of.</summary>
    public static byte[] Black(string suffix, int width, int height, params (string Property, int Value)[] settings)
    {
        using var black = new VipsOperation("black");
        using var image = black.Set("width", width).Set("height", height).Build().GetImage();
        return image.Encode(suffix, settings);
    }

    /// <summary>Decibels between two images of the same size; infinite when they are equal.</summary>
    public static double Psnr(ReadOnlySpan<byte> image, ReadOnlySpan<byte> reference)
    {
        Assert.Equal(reference.Length, image.Length);
        double sum = 0;
        for (var at = 0; at < image.Length; at++)
        {
            var difference = image[at] - reference[at];
            sum += difference * difference;
        }

        return 10 * Math.Log10(255.0 * 255.0 * image.Length / sum);
    }
}
