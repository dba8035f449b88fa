namespace Headrace.Vips;

/// <summary>libvips or libturbojpeg refused: its own words, in one line.</summary>
public sealed class VipsException(string message) : Exception(message);
