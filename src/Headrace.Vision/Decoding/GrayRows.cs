namespace Headrace.Vision.Decoding;

/// <summary>An image as rows of gray bytes (ITU-R BT.601 luma), read once from top to bottom.</summary>
internal abstract class GrayRows : IDisposable
{
    public abstract int Width { get; }

    public abstract int Height { get; }

    /// <summary>How far the image reaches into its columns: a decoder that scales rounds the last one up.</summary>
    public abstract double ExtentX { get; }

    /// <summary>As <see cref="ExtentX"/>, down the rows.</summary>
    public abstract double ExtentY { get; }

    /// <summary>Writes rows <paramref name="top"/> to <paramref name="top"/> + <paramref name="count"/>, without padding.</summary>
    /// <exception cref="ImageRejected">The image is damaged there.</exception>
    public abstract void Read(int top, int count, Span<byte> destination);

    public abstract void Dispose();
}
