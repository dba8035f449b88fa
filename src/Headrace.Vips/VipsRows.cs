using Headrace.Vips.Native;

namespace Headrace.Vips;

/// <summary>Computes an image strip by strip, so that an image of any size passes through a few rows of memory.</summary>
public sealed unsafe class VipsRows : IDisposable
{
    private readonly VipsImage image;
    private readonly ObjectHandle region;
    private byte* strip;

    internal VipsRows(VipsImage image)
    {
        this.image = image;
        region = new ObjectHandle(VipsNative.NewRegion(image.Handle.DangerousGetHandle()));
        if (region.IsInvalid)
        {
            throw VipsLibrary.TakeError("no region of the image");
        }
    }

    /// <summary>Rows <paramref name="top"/> to <paramref name="top"/> + <paramref name="count"/>, without padding. Valid until the next call.</summary>
    /// <exception cref="VipsException">The image is damaged there.</exception>
    public ReadOnlySpan<byte> Read(int top, int count)
    {
        Release();
        strip = VipsNative.Fetch(region.DangerousGetHandle(), 0, top, image.Width, count, out var length);
        return strip is not null ? new ReadOnlySpan<byte>(strip, checked((int)length)) : throw VipsLibrary.TakeError("the image is damaged");
    }

    private void Release()
    {
        if (strip is not null)
        {
            VipsNative.Free(strip);
            strip = null;
        }
    }

    public void Dispose()
    {
        Release();
        region.Dispose();
    }
}
