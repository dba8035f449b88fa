namespace Headrace.Vips;

/// <summary>What the numbers of a pixel mean (VipsInterpretation; those that a decoder gives).</summary>
public enum VipsInterpretation
{
    Multiband = 0,
    Gray = 1,
    Lab = 13,
    Cmyk = 15,
    Rgb = 17,
    Srgb = 22,
    Rgb16 = 25,
    Gray16 = 26,
    ScRgb = 28,
}
