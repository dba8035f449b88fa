namespace Headrace.Vision.Preprocess;

/// <summary>What the preprocess function makes of an image.</summary>
public sealed record PreprocessOptions
{
    /// <summary>Pixels.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 256;

    /// <summary>1 to 100. At 95 the file itself is within 38 dB of the resized pixels; at Pillow's 75 it would not be.</summary>
    public int Quality { get; init; } = 95;

    /// <summary>Width times height of the largest input.</summary>
    public long MaximumPixels { get; init; } = 100_000_000;

    /// <summary>Bytes that decoding and resizing may take, besides the input.</summary>
    public long MaximumMemory { get; init; } = 1L << 30;
}
