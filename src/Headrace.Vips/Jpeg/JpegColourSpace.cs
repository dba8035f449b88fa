namespace Headrace.Vips.Jpeg;

/// <summary>How a JPEG's components are coded (TJCS).</summary>
public enum JpegColourSpace
{
    Rgb = 0,
    YCbCr = 1,
    Gray = 2,
    Cmyk = 3,
    Ycck = 4,
}
