using System.Runtime.InteropServices;

namespace Headrace.Vips.Native;

/// <summary>Owns one compressor or decompressor.</summary>
internal sealed class JpegHandle : SafeHandle
{
    public JpegHandle(nint instance)
        : base(0, ownsHandle: true)
    {
        SetHandle(instance);
        if (instance == 0)
        {
            throw new VipsException("libturbojpeg could not start");
        }
    }

    public nint Value => handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => TurboJpegNative.Destroy(handle) == 0;
}
