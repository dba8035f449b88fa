using Headrace.Vips;
using Headrace.Vips.Jpeg;
using Headrace.Vision.Pipelines;

namespace Headrace.Vision.Decoding;

/// <summary>Opens the input as gray rows for a result of this size: a JPEG's luma alone, at half its size or less where the result does not show it.</summary>
/// <param name="width">The result's, in pixels; likewise <paramref name="height"/>.</param>
public sealed class OpenGray(int width, int height) : IStep
{
    public void Apply(Frame frame)
    {
        try
        {
            frame.Rows = frame.Image is null ? DecodeLuma(frame) : Open(frame, frame.Image);
        }
        catch (VipsException exception)
        {
            throw ImageRejected.Unreadable(frame.Format, exception);
        }
    }

    private PlaneRows DecodeLuma(Frame frame)
    {
        var eighths = DctScale.Eighths(frame.Width, frame.Height, width, height);
        var (planeWidth, planeHeight) = (TurboJpeg.Scale(frame.Width, eighths), TurboJpeg.Scale(frame.Height, eighths));
        var size = checked(planeWidth * planeHeight);
        if (frame.Plane.Length < size)
        {
            frame.Plane = []; // the old one goes before the new one comes
            frame.Plane = GC.AllocateUninitializedArray<byte>(size);
        }

        if (!frame.LumaDecoder.TryDecode(frame.Input.Span, eighths, frame.Plane, planeWidth, planeHeight))
        {
            frame.TurboJpeg.DecodeGray(frame.Input.Span, frame.Plane, planeWidth, planeHeight);
        }

        return new PlaneRows(frame.Plane, planeWidth, planeHeight, frame.Width * eighths / 8.0, frame.Height * eighths / 8.0);
    }

    private VipsGrayRows Open(Frame frame, VipsImage image)
    {
        var eighths = frame.Format == ImageFormat.Jpeg ? DctScale.Eighths(frame.Width, frame.Height, width, height) : 8;
        if (eighths < 8)
        {
            image.Dispose();
            image = VipsImage.Open(frame.Input, frame.Loader!, shrink: 8 / eighths);
        }

        frame.Image = null;
        return new VipsGrayRows(frame.Format, image, frame.Width * eighths / 8.0, frame.Height * eighths / 8.0);
    }
}
