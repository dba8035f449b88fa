using System.Runtime.InteropServices;
using Headrace.Vips.Native;

namespace Headrace.Vips.Jpeg;

/// <summary>libjpeg-turbo: decodes the luma of a JPEG alone, at a fraction of its size, in the DCT; and writes JPEGs. For one thread.</summary>
public sealed unsafe class TurboJpeg : IDisposable
{
    private JpegHandle decompressor = new(TurboJpegNative.NewDecompressor());
    private readonly JpegHandle compressor = new(TurboJpegNative.NewCompressor());

    /// <summary>Whether the library is there; opens it.</summary>
    public static bool IsAvailable { get; } = NativeLibraries.TryLoad(NativeLibraries.TurboJpeg, out _);

    /// <exception cref="VipsException">In libjpeg's words.</exception>
    public JpegHeader ReadHeader(ReadOnlySpan<byte> jpeg)
    {
        fixed (byte* pointer = jpeg)
        {
            var status = TurboJpegNative.ReadHeader(decompressor.Value, pointer, new CULong((nuint)jpeg.Length), out var width, out var height, out _, out var space);
            CheckDecoded(status, jpeg);
            return new JpegHeader(width, height, (JpegColourSpace)space);
        }
    }

    /// <summary>A side of the image at <paramref name="eighths"/>/8 of its size, as the library rounds it.</summary>
    public static int Scale(int length, int eighths) => (int)(((long)length * eighths + 7) / 8);

    /// <summary>Decodes the luma.</summary>
    /// <param name="width">The header's width scaled with <see cref="Scale"/>; the height likewise.</param>
    /// <param name="pixels">width × height bytes.</param>
    /// <exception cref="VipsException">Damaged or cut short.</exception>
    public void DecodeGray(ReadOnlySpan<byte> jpeg, Span<byte> pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, checked(width * height));
        fixed (byte* source = jpeg)
        fixed (byte* destination = pixels)
        {
            var status = TurboJpegNative.Decompress(
                decompressor.Value, source, new CULong((nuint)jpeg.Length), destination, width, width, height, TurboJpegNative.PixelGray, TurboJpegNative.FlagLimitScans);
            CheckDecoded(status, jpeg);
        }
    }

    /// <summary>As <see cref="DecodeGray"/>, in colour: three bytes a pixel, red first.</summary>
    /// <exception cref="VipsException">Damaged or cut short.</exception>
    public void DecodeRgb(ReadOnlySpan<byte> jpeg, Span<byte> pixels, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, checked(width * height * 3));
        fixed (byte* source = jpeg)
        fixed (byte* destination = pixels)
        {
            var status = TurboJpegNative.Decompress(
                decompressor.Value, source, new CULong((nuint)jpeg.Length), destination, width, width * 3, height, TurboJpegNative.PixelRgb, TurboJpegNative.FlagLimitScans);
            CheckDecoded(status, jpeg);
        }
    }

    /// <param name="pixels">width × height bytes of gray.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="jpeg">Grown when it is too small.</param>
    /// <returns>The bytes of <paramref name="jpeg"/> that were written.</returns>
    public int EncodeGray(ReadOnlySpan<byte> pixels, int width, int height, int quality, ref byte[] jpeg) =>
        Encode(pixels, width, height, 1, quality, ref jpeg);

    /// <summary>As <see cref="EncodeGray"/>, from three bytes a pixel, with chroma at half size both ways as cameras store it.</summary>
    public int EncodeRgb(ReadOnlySpan<byte> pixels, int width, int height, int quality, ref byte[] jpeg) =>
        Encode(pixels, width, height, 3, quality, ref jpeg);

    private int Encode(ReadOnlySpan<byte> pixels, int width, int height, int bands, int quality, ref byte[] jpeg)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, checked(width * height * bands));
        var (format, sampling) = bands == 1
            ? (TurboJpegNative.PixelGray, TurboJpegNative.SamplingGray)
            : (TurboJpegNative.PixelRgb, TurboJpegNative.SamplingColour420);
        var bound = checked((int)TurboJpegNative.BufferSize(width, height, sampling).Value);
        if (jpeg.Length < bound)
        {
            jpeg = GC.AllocateUninitializedArray<byte>(bound);
        }

        fixed (byte* source = pixels)
        fixed (byte* start = jpeg)
        {
            var destination = start;
            var length = new CULong((nuint)jpeg.Length);
            var status = TurboJpegNative.Compress(
                compressor.Value, source, width, width * bands, height, format, ref destination, ref length, sampling, quality, TurboJpegNative.FlagNoReallocation);
            if (status != 0)
            {
                throw new VipsException(ErrorText(compressor));
            }

            return (int)length.Value;
        }
    }

    /// <remarks>
    /// libjpeg warns and goes on where a file is damaged, with gray or noise for what is missing: that is an error here. Bytes between
    /// segments are not: cameras write such files, and no pixel is touched. libjpeg tells its first warning only, so the file's end is
    /// looked for besides.
    /// </remarks>
    private void CheckDecoded(int status, ReadOnlySpan<byte> jpeg)
    {
        if (status == 0)
        {
            return;
        }

        var text = ErrorText(decompressor);
        if (TurboJpegNative.ErrorCode(decompressor.Value) == TurboJpegNative.Warning
            && text.Contains("extraneous bytes", StringComparison.Ordinal)
            && jpeg.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0)
        {
            return;
        }

        // After a damaged header a decompressor goes on where it stopped, in the next file (seen with 2.1.5): a new one does not.
        decompressor.Dispose();
        decompressor = new JpegHandle(TurboJpegNative.NewDecompressor());
        throw new VipsException(text);
    }

    private static string ErrorText(JpegHandle handle) => Marshal.PtrToStringUTF8((nint)TurboJpegNative.ErrorText(handle.Value)) ?? "unknown error";

    public void Dispose()
    {
        decompressor.Dispose();
        compressor.Dispose();
    }
}
