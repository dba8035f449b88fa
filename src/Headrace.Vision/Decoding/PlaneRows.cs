namespace Headrace.Vision.Decoding;

/// <summary>Rows that are decoded already.</summary>
internal sealed class PlaneRows(byte[] plane, int width, int height, double extentX, double extentY) : GrayRows
{
    public override int Width => width;

    public override int Height => height;

    public override double ExtentX => extentX;

    public override double ExtentY => extentY;

    public override void Read(int top, int count, Span<byte> destination) => plane.AsSpan(top * width, count * width).CopyTo(destination);

    public override void Dispose()
    {
        // The plane belongs to the workspace.
    }
}
