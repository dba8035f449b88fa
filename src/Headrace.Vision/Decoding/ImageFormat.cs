namespace Headrace.Vision.Decoding;

/// <summary>An encoding that is read.</summary>
public enum ImageFormat
{
    Unknown,
    Jpeg,
    Png,
    WebP,
    Tiff,
    Gif,
    Avif,
}
