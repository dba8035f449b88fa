using System.Globalization;
using Headrace.Bootstrap.Runtime;
using Headrace.Vision.Preprocess;

namespace Headrace.Bootstrap.Preprocess;

/// <summary>The function's environment, read once.</summary>
/// <param name="OutputBucket"><c>OUTPUT_BUCKET</c>.</param>
/// <param name="OutputPrefix"><c>OUTPUT_PREFIX</c>, put before the key; with it source and output may be one bucket.</param>
/// <param name="MaximumObjectBytes"><c>MAX_OBJECT_BYTES</c>; a quarter of the function's memory unless set.</param>
/// <param name="Image"><c>IMAGE_SIZE</c> (<c>256x256</c> or <c>256</c>), <c>QUALITY</c> (1 to 100), <c>MAX_PIXELS</c>.</param>
internal sealed record PreprocessSettings(string OutputBucket, string OutputPrefix, long MaximumObjectBytes, PreprocessOptions Image)
{
    /// <summary>What the process itself takes, libvips included: measured at 40 MiB.</summary>
    private const long Program = 56L << 20;

    private const int LargestSide = 8192;

    /// <exception cref="HandlerException">A variable is missing or makes no sense.</exception>
    public static PreprocessSettings Read(Func<string, string?> variable)
    {
        var variables = new Variables(variable);
        var memory = variables.Whole("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", 1024, 1, 1 << 20) << 20;
        var maximumObject = variables.Whole("MAX_OBJECT_BYTES", memory / 4, 1, 1L << 31);
        var (width, height) = Size(variables["IMAGE_SIZE"]);
        return variables["OUTPUT_BUCKET"] is not { } bucket
            ? throw new HandlerException("BadConfiguration", "OUTPUT_BUCKET is not set: it names the bucket that results go to")
            : new PreprocessSettings(bucket, variables["OUTPUT_PREFIX"] ?? "", maximumObject, new PreprocessOptions
            {
                Width = width,
                Height = height,
                Quality = (int)variables.Whole("QUALITY", 95, 1, 100),
                MaximumPixels = variables.Whole("MAX_PIXELS", 100_000_000, 1, int.MaxValue),
                MaximumMemory = memory - Program,
            });
    }

    private static (int Width, int Height) Size(string? text)
    {
        if (text is null)
        {
            return (256, 256);
        }

        var parts = text.Split('x');
        if (parts.Length <= 2 && Side(parts[0], out var width) && Side(parts[^1], out var height))
        {
            return (width, height);
        }

        throw Variables.Bad("IMAGE_SIZE", text, $"a width and a height of 1 to {LargestSide} pixels, such as 256x256");
    }

    private static bool Side(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= LargestSide;
}
