using Headrace.Vips;
using Headrace.Vips.Jpeg;
using Headrace.Vision.Decoding;
using Headrace.Vision.Decoding.Luma;

namespace Headrace.Vision.Pipelines;

/// <summary>An image on its way through a pipeline, and the memory that its steps use again for the next one. For one thread.</summary>
public sealed class Frame : IDisposable
{
    private TurboJpeg? turboJpeg;
    private LumaDecoder? lumaDecoder;

    /// <summary>The encoded image.</summary>
    public ReadOnlyMemory<byte> Input { get; private set; }

    /// <summary>Known after identification, as are the sides.</summary>
    public ImageFormat Format { get; internal set; }

    /// <summary>Pixels, as the header says.</summary>
    public int Width { get; internal set; }

    /// <summary>Pixels, as the header says.</summary>
    public int Height { get; internal set; }

    /// <summary>Gray pixels of the result.</summary>
    public ReadOnlyMemory<byte> Gray { get; internal set; }

    /// <summary>The result's sides, in pixels.</summary>
    public int GrayWidth { get; internal set; }

    public int GrayHeight { get; internal set; }

    /// <summary>The encoded result.</summary>
    public ReadOnlyMemory<byte> Output { get; internal set; }

    /// <summary>The format of <see cref="Output"/>.</summary>
    public ImageFormat OutputFormat { get; internal set; }

    /// <summary>The decoder for this input, when it is libvips.</summary>
    internal string? Loader { get; set; }

    /// <summary>The opened input, when libvips opened it.</summary>
    internal VipsImage? Image { get; set; }

    /// <summary>Bytes the decoder needs at once, besides the input.</summary>
    internal long DecoderMemory { get; set; }

    internal GrayRows? Rows { get; set; }

    internal TurboJpeg TurboJpeg => turboJpeg ??= new TurboJpeg();

    internal LumaDecoder LumaDecoder => lumaDecoder ??= new LumaDecoder();

    internal byte[] Plane { get; set; } = [];

    internal void Begin(ReadOnlyMemory<byte> input)
    {
        Input = input;
        (Gray, Output, Format, Width, Height, DecoderMemory) = (default, default, default, 0, 0, 0);
    }

    /// <summary>Gives back what belongs to this input alone.</summary>
    internal void End()
    {
        Rows?.Dispose();
        Image?.Dispose();
        (Rows, Image, Loader, Input) = (null, null, null, default);
    }

    public void Dispose()
    {
        End();
        turboJpeg?.Dispose();
    }
}
