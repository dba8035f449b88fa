namespace Headrace.Vision.Decoding;

/// <summary>What each encoding is called elsewhere.</summary>
public static class ImageFormatExtensions
{
    public static string ContentType(this ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "image/jpeg",
        ImageFormat.Png => "image/png",
        ImageFormat.WebP => "image/webp",
        ImageFormat.Tiff => "image/tiff",
        ImageFormat.Gif => "image/gif",
        ImageFormat.Avif => "image/avif",
        _ => "application/octet-stream",
    };

    /// <summary>As a sentence spells it.</summary>
    public static string Name(this ImageFormat format) => format is ImageFormat.Unknown ? "unknown" : format is ImageFormat.WebP ? "WebP" : format.ToString().ToUpperInvariant();

    /// <summary>The suffix libvips knows its writer by.</summary>
    internal static string Suffix(this ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => ".jpg",
        ImageFormat.Png => ".png",
        ImageFormat.WebP => ".webp",
        ImageFormat.Tiff => ".tif",
        ImageFormat.Gif => ".gif",
        ImageFormat.Avif => ".avif",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "not a format that is written"),
    };

    /// <param name="loader">A libvips loader's name: <c>VipsForeignLoadPngBuffer</c>.</param>
    internal static ImageFormat OfLoader(string loader) => loader switch
    {
        _ when loader.Contains("LoadJpeg", StringComparison.Ordinal) || loader.Contains("LoadUhdr", StringComparison.Ordinal) => ImageFormat.Jpeg,
        _ when loader.Contains("LoadPng", StringComparison.Ordinal) => ImageFormat.Png,
        _ when loader.Contains("LoadWebp", StringComparison.Ordinal) => ImageFormat.WebP,
        _ when loader.Contains("LoadTiff", StringComparison.Ordinal) => ImageFormat.Tiff,
        _ when loader.Contains("LoadNsgif", StringComparison.Ordinal) => ImageFormat.Gif,
        _ when loader.Contains("LoadHeif", StringComparison.Ordinal) => ImageFormat.Avif,
        _ => ImageFormat.Unknown,
    };
}
