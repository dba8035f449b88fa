using System.Runtime.InteropServices;
using Headrace.Vips.Native;

namespace Headrace.Vips;

/// <summary>An image: a description of pixels that are computed when they are asked for. Dispose it to free what it holds.</summary>
public sealed unsafe class VipsImage : IDisposable
{
    private const int AccessSequential = 1;
    private const int FailOnError = 2;
    private const int CompressionAv1 = 4;

    internal VipsImage(ObjectHandle handle, PinnedBytes? source)
    {
        Handle = handle;
        Source = source;
        var added = false;
        source?.DangerousAddRef(ref added);
    }

    /// <summary>Pixels.</summary>
    public int Width => VipsNative.Width(Handle.DangerousGetHandle());

    /// <summary>Pixels.</summary>
    public int Height => VipsNative.Height(Handle.DangerousGetHandle());

    /// <summary>Numbers in a pixel.</summary>
    public int Bands => VipsNative.Bands(Handle.DangerousGetHandle());

    public VipsFormat Format => (VipsFormat)VipsNative.Format(Handle.DangerousGetHandle());

    public VipsInterpretation Interpretation => (VipsInterpretation)VipsNative.Interpretation(Handle.DangerousGetHandle());

    internal ObjectHandle Handle { get; }

    internal PinnedBytes? Source { get; }

    /// <summary>The loader libvips chooses by the first bytes, such as <c>VipsForeignLoadPngBuffer</c>; null when none knows them.</summary>
    public static string? FindLoader(ReadOnlySpan<byte> encoded)
    {
        VipsLibrary.EnsureStarted();
        fixed (byte* pointer = encoded)
        {
            var name = VipsNative.FindLoadBuffer(pointer, (nuint)encoded.Length);
            if (name is null)
            {
                _ = VipsLibrary.TakeError("");
            }

            return Marshal.PtrToStringUTF8((nint)name);
        }
    }

    /// <summary>Reads the header; pixels are decoded from top to bottom, once, as they are asked for. The bytes must not change until the image is disposed.</summary>
    /// <param name="loader">From <see cref="FindLoader"/>.</param>
    /// <param name="shrink">Shrink on load: 1, 2, 4 or 8; JPEG and WebP loaders only.</param>
    /// <exception cref="VipsException">Not an image, an image of a kind that is not read, or a damaged header.</exception>
    public static VipsImage Open(ReadOnlyMemory<byte> encoded, string loader, int shrink = 1)
    {
        using var bytes = new PinnedBytes(encoded);
        using var load = new VipsOperation(loader);
        load.Set("buffer", bytes).Set("access", AccessSequential).Set("fail-on", FailOnError);
        if (shrink > 1)
        {
            _ = loader.Contains("Webp", StringComparison.Ordinal) ? load.Set("scale", 1.0 / shrink) : load.Set("shrink", shrink);
        }

        return load.Build().GetImage();
    }

    /// <summary>As <see cref="Open(ReadOnlyMemory{byte}, string, int)"/>, from a file.</summary>
    public static VipsImage OpenFile(string path) => Open(File.ReadAllBytes(path));

    /// <inheritdoc cref="Open(ReadOnlyMemory{byte}, string, int)"/>
    public static VipsImage Open(ReadOnlyMemory<byte> encoded) =>
        Open(encoded, FindLoader(encoded.Span) ?? throw new VipsException("not an image of a known format"));

    /// <param name="pixels">Rows from top to bottom without padding, <paramref name="bands"/> bytes a pixel. Copied.</param>
    public static VipsImage FromPixels(ReadOnlySpan<byte> pixels, int width, int height, int bands)
    {
        VipsLibrary.EnsureStarted();
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, checked(width * height * bands));
        fixed (byte* pointer = pixels)
        {
            var image = VipsNative.NewFromMemoryCopy(pointer, (nuint)pixels.Length, width, height, bands, (int)VipsFormat.Byte);
            if (image == 0)
            {
                throw VipsLibrary.TakeError("no image of memory");
            }

            // libvips calls such pixels multiband; their colours are the usual ones.
            using var raw = new VipsImage(new ObjectHandle(image), null);
            return raw.As(bands < 3 ? VipsInterpretation.Gray : VipsInterpretation.Srgb);
        }
    }

    /// <summary>A header field that is a number, such as <c>n-pages</c> or <c>interlaced</c>.</summary>
    public int? Field(string name)
    {
        var image = Handle.DangerousGetHandle();
        return VipsNative.TypeOf(image, name) == GValue.Int && VipsNative.GetInt(image, name, out var value) == 0 ? value : null;
    }

    /// <summary>The same pixels, said to mean something else.</summary>
    public VipsImage As(VipsInterpretation interpretation) =>
        Apply("copy", operation => operation.Set("interpretation", (int)interpretation));

    public VipsImage ToColourSpace(VipsInterpretation space) =>
        Apply("colourspace", operation => operation.Set("space", (int)space));

    /// <param name="shift">Scale by dropping or adding low bits, as from 16 to 8.</param>
    public VipsImage Cast(VipsFormat format, bool shift = false) =>
        Apply("cast", operation => operation.Set("format", (int)format).Set("shift", shift));

    public VipsImage ExtractBands(int first, int count) =>
        Apply("extract_band", operation => operation.Set("band", first).Set("n", count));

    /// <summary>Stretches to exactly this size, filtering with the kernel alone (no box shrink before it).</summary>
    public VipsImage Resize(int width, int height, VipsKernel kernel) => Apply("resize", operation => operation
        .Set("scale", (double)width / Width).Set("vscale", (double)height / Height).Set("kernel", (int)kernel).Set("gap", 0.0));

    /// <summary>Encodes, without metadata.</summary>
    /// <param name="suffix"><c>.png</c>, <c>.jpg</c>, <c>.webp</c>, …</param>
    /// <param name="settings">More properties of that saver, such as <c>Q</c>.</param>
    public byte[] Encode(string suffix, params ReadOnlySpan<(string Property, int Value)> settings)
    {
        // libvips lists AVIF under no suffix where its HEIF library writes nothing else.
        var isAvif = suffix == ".avif";
        var saver = isAvif ? "heifsave_buffer" : Marshal.PtrToStringUTF8((nint)VipsNative.FindSaveBuffer(suffix));
        using var save = new VipsOperation(saver ?? throw VipsLibrary.TakeError($"{suffix} cannot be written"));
        save.Set("in", this).Set("keep", 0);
        if (isAvif)
        {
            save.Set("compression", CompressionAv1);
        }

        foreach (var (property, value) in settings)
        {
            save.Set(property, value);
        }

        return save.Build().GetBytes();
    }

    /// <summary>All pixels, row by row.</summary>
    public byte[] ToPixels()
    {
        var data = VipsNative.WriteToMemory(Handle.DangerousGetHandle(), out var length);
        if (data is null)
        {
            throw VipsLibrary.TakeError("the pixels could not be computed");
        }

        var pixels = new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
        VipsNative.Free(data);
        return pixels;
    }

    /// <summary>A reader of strips of rows. Read them from top to bottom.</summary>
    public VipsRows ReadRows() => new(this);

    private VipsImage Apply(string name, Action<VipsOperation> configure)
    {
        using var operation = new VipsOperation(name);
        operation.Set("in", this);
        configure(operation);
        return operation.Build().GetImage();
    }

    public void Dispose()
    {
        if (!Handle.IsClosed)
        {
            Handle.Dispose();
            Source?.DangerousRelease();
        }
    }
}
