namespace Headrace.Vips.Jpeg;

/// <summary>What a JPEG's header says.</summary>
public readonly record struct JpegHeader(int Width, int Height, JpegColourSpace ColourSpace)
{
    /// <summary>The first component is the luma of ITU-R BT.601: decoding it alone is decoding to gray.</summary>
    public bool HasLuma => ColourSpace is JpegColourSpace.YCbCr or JpegColourSpace.Gray;
}
