using System.Runtime.InteropServices;

namespace Headrace.Vips.Native;

/// <summary>The TurboJPEG 2.1 API. Lengths are C's <c>unsigned long</c>.</summary>
internal static unsafe partial class TurboJpegNative
{
    public const int PixelGray = 6;
    public const int SamplingGray = 3;
    public const int SamplingColour420 = 2;
    public const int PixelRgb = 0;
    public const int FlagNoReallocation = 1024;

    /// <summary>Refuses a progressive image of more than 500 scans: a small file that takes minutes.</summary>
    public const int FlagLimitScans = 32768;

    /// <summary>tjGetErrorCode: the error is a warning; there is an image.</summary>
    public const int Warning = 0;

    private const string Library = NativeLibraries.TurboJpeg;

    static TurboJpegNative() => NativeLibraries.Register();

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial nint NewDecompressor();

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    public static partial nint NewCompressor();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    public static partial byte* ErrorText(nint handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorCode")]
    public static partial int ErrorCode(nint handle);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static partial int ReadHeader(nint handle, byte* jpeg, CULong length, out int width, out int height, out int sampling, out int colourSpace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(nint handle, byte* jpeg, CULong length, byte* pixels, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library, EntryPoint = "tjBufSize")]
    public static partial CULong BufferSize(int width, int height, int sampling);

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    public static partial int Compress(
        nint handle, byte* pixels, int width, int pitch, int height, int pixelFormat, ref byte* jpeg, ref CULong length, int sampling, int quality, int flags);
}
