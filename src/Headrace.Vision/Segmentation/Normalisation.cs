using System.Globalization;
using Headrace.Vision.Decoding;

namespace Headrace.Vision.Segmentation;

/// <summary>What a network wants of a pixel's 0 to 255: (value − mean) × scale, for red, green and blue.</summary>
public sealed record Normalisation((float Red, float Green, float Blue) Mean, (float Red, float Green, float Blue) Scale)
{
    /// <summary>Zero to one.</summary>
    public static Normalisation Unit { get; } = new((0, 0, 0), (1 / 255f, 1 / 255f, 1 / 255f));

    /// <summary>ImageNet's, as the SAM family was trained with (segment_anything's pixel_mean and pixel_std).</summary>
    public static Normalisation ImageNet { get; } = new((123.675f, 116.28f, 103.53f), (1 / 58.395f, 1 / 57.12f, 1 / 57.375f));

    /// <summary>A model's <c>headrace.mean</c> and <c>headrace.scale</c>: one number, or three with commas.</summary>
    /// <param name="otherwise">For what the model does not say.</param>
    /// <exception cref="SegmentationException">Something else stands there.</exception>
    public static Normalisation Of(IReadOnlyDictionary<string, string> metadata, Normalisation otherwise) => new(
        Read(metadata, "headrace.mean") ?? otherwise.Mean,
        Read(metadata, "headrace.scale") ?? otherwise.Scale);

    /// <summary>One number for all three bands, or one for each.</summary>
    public static (float Red, float Green, float Blue)? Bands(IReadOnlyList<float> numbers) => numbers switch
    {
        [var all] => (all, all, all),
        [var red, var green, var blue] => (red, green, blue),
        _ => null,
    };

    /// <summary>The image as three planes of floats in the upper left corner of planes of that size; what is beside it is zero.</summary>
    public void Fill(RgbImage image, Span<float> planes, int width, int height)
    {
        var size = width * height;
        if (image.Width < width || image.Height < height)
        {
            planes.Clear();
        }

        Span<float> red = stackalloc float[256], green = stackalloc float[256], blue = stackalloc float[256];
        for (var value = 0; value < 256; value++)
        {
            red[value] = (value - Mean.Red) * Scale.Red;
            green[value] = (value - Mean.Green) * Scale.Green;
            blue[value] = (value - Mean.Blue) * Scale.Blue;
        }

        for (var y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            var reds = planes.Slice(y * width, image.Width);
            var greens = planes.Slice(size + (y * width), image.Width);
            var blues = planes.Slice((2 * size) + (y * width), image.Width);
            for (var x = 0; x < reds.Length; x++)
            {
                reds[x] = red[row[x * 3]];
                greens[x] = green[row[(x * 3) + 1]];
                blues[x] = blue[row[(x * 3) + 2]];
            }
        }
    }

    private static (float Red, float Green, float Blue)? Read(IReadOnlyDictionary<string, string> metadata, string key)
    {
        if (!metadata.TryGetValue(key, out var text))
        {
            return null;
        }

        var numbers = new List<float>();
        foreach (var part in text.Trim('[', ']', ' ').Split(','))
        {
            if (!float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !float.IsFinite(number))
            {
                throw Wrong(key, text);
            }

            numbers.Add(number);
        }

        return Bands(numbers) ?? throw Wrong(key, text);
    }

    private static SegmentationException Wrong(string key, string text) => new($"the model's metadata {key} is '{text}': it is one number, or three with commas");
}
