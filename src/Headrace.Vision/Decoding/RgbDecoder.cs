using System.Globalization;
using Headrace.Vips;
using Headrace.Vips.Jpeg;
using Headrace.Vision.Pipelines;

namespace Headrace.Vision.Decoding;

/// <summary>
/// Any image → upright RGB, at no more pixels than are asked for where a JPEG can be decoded at a fraction of its size. As OpenCV's imread:
/// EXIF orientation is applied, opacity dropped, sixteen bits give their upper eight; of an animation the first frame counts. For one thread.
/// </summary>
/// <param name="maximumPixels">Width times height of the largest input.</param>
/// <param name="maximumMemory">Bytes that decoding may take, besides the input.</param>
public sealed class RgbDecoder(long maximumPixels, long maximumMemory) : IDisposable
{
    private readonly Frame frame = new();
    private byte[] buffer = [];

    /// <summary>Decodes to at least the wanted size, or to the image's own when that is smaller.</summary>
    /// <param name="wantedWidth">Pixels of the upright image; likewise <paramref name="wantedHeight"/>.</param>
    /// <returns>Valid until the next call.</returns>
    /// <exception cref="ImageRejected">Not an image, a damaged one, or too large a one.</exception>
    public RgbImage Decode(ReadOnlyMemory<byte> input, int wantedWidth, int wantedHeight)
    {
        var step = new Step(this, wantedWidth, wantedHeight);
        new Pipeline(new Identify(), step).Run(frame, input);
        return step.Result!;
    }

    public void Dispose() => frame.Dispose();

    private sealed class Step(RgbDecoder owner, int wantedWidth, int wantedHeight) : IStep
    {
        public RgbImage? Result { get; private set; }

        public void Apply(Frame frame)
        {
            var orientation = frame.Image?.Field("orientation") is >= 1 and <= 8 and var field ? field
                : frame.Format == ImageFormat.Jpeg ? ExifOrientation.OfJpeg(frame.Input.Span) : 1;
            var (width, height) = Upright.IsSideways(orientation) ? (wantedHeight, wantedWidth) : (wantedWidth, wantedHeight);
            var eighths = frame.Format == ImageFormat.Jpeg ? Eighths(frame.Width, frame.Height, width, height) : 8;
            Limit(frame, eighths, orientation);
            try
            {
                Result = Upright.Turn(frame.Image is null ? owner.DecodeJpeg(frame, eighths) : owner.DecodeAny(frame, frame.Image, eighths), orientation);
            }
            catch (VipsException exception)
            {
                throw ImageRejected.Unreadable(frame.Format, exception);
            }
        }

        /// <summary>Of the sizes for which libjpeg-turbo has fast code, the smallest that is large enough.</summary>
        private static int Eighths(int width, int height, int wantedWidth, int wantedHeight)
        {
            foreach (var eighths in (ReadOnlySpan<int>)[1, 2, 4])
            {
                if (TurboJpeg.Scale(width, eighths) >= wantedWidth && TurboJpeg.Scale(height, eighths) >= wantedHeight)
                {
                    return eighths;
                }
            }

            return 8;
        }

        private void Limit(Frame frame, int eighths, int orientation)
        {
            var pixels = (long)frame.Width * frame.Height;
            if (pixels > owner.MaximumPixels)
            {
                throw new ImageRejected(string.Create(
                    CultureInfo.InvariantCulture, $"an image of {frame.Width}x{frame.Height} = {pixels / 1e6:0.#} megapixels, more than the limit of {owner.MaximumPixels / 1e6:0.######}"));
            }

            var decoded = 3L * TurboJpeg.Scale(frame.Width, eighths) * TurboJpeg.Scale(frame.Height, eighths);
            var memory = frame.DecoderMemory + (decoded * (orientation == 1 ? 1 : 2));
            if (memory > owner.MaximumMemory || decoded > Array.MaxLength)
            {
                throw new ImageRejected(string.Create(
                    CultureInfo.InvariantCulture, $"a {frame.Format.Name()} image of {frame.Width}x{frame.Height} that takes about {Math.Max(1, memory >> 20)} MiB to read, more than the {owner.MaximumMemory >> 20} MiB that this function's memory leaves"));
            }
        }
    }

    private long MaximumPixels => maximumPixels;

    private long MaximumMemory => Math.Max(0, maximumMemory);

    private RgbImage DecodeJpeg(Frame frame, int eighths)
    {
        var (width, height) = (TurboJpeg.Scale(frame.Width, eighths), TurboJpeg.Scale(frame.Height, eighths));
        var image = Reserve(width, height);
        frame.TurboJpeg.DecodeRgb(frame.Input.Span, image.Buffer, width, height);
        return image;
    }

    private RgbImage DecodeAny(Frame frame, VipsImage opened, int eighths)
    {
        if (eighths < 8)
        {
            frame.Image = null;
            opened.Dispose();
            frame.Image = opened = VipsImage.Open(frame.Input, frame.Loader!, shrink: 8 / eighths);
        }

        return VipsRgb.Read(opened, Reserve(opened.Width, opened.Height));
    }

    /// <summary>Cameras send one size again and again.</summary>
    private RgbImage Reserve(int width, int height)
    {
        var size = checked(width * height * 3);
        if (buffer.Length < size || buffer.Length > 4L * size)
        {
            buffer = []; // the old one goes before the new one comes
            buffer = GC.AllocateUninitializedArray<byte>(size);
        }

        return new RgbImage(width, height, buffer);
    }
}
