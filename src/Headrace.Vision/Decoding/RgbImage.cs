namespace Headrace.Vision.Decoding;

/// <summary>Pixels of three bytes, red first, row by row without padding.</summary>
public sealed class RgbImage
{
    public RgbImage(int width, int height)
        : this(width, height, new byte[checked(width * height * 3)])
    {
    }

    /// <param name="pixels">At least width × height × 3; not copied.</param>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, checked(width * height * 3));
        (Width, Height, Buffer) = (width, height, pixels);
    }

    public int Width { get; }

    public int Height { get; }

    public Span<byte> Pixels => Buffer.AsSpan(0, Width * Height * 3);

    internal byte[] Buffer { get; }

    public Span<byte> Row(int y) => Buffer.AsSpan(y * Width * 3, Width * 3);
}
