using System.Buffers;
using System.Runtime.InteropServices;

namespace Headrace.Vips.Native;

/// <summary>Managed bytes that libvips reads for as long as an image made of them lives: pinned until the last of those images is disposed.</summary>
internal sealed unsafe class PinnedBytes : SafeHandle
{
    private MemoryHandle pin;

    public PinnedBytes(ReadOnlyMemory<byte> bytes)
        : base(0, ownsHandle: true)
    {
        pin = bytes.Pin();
        Length = (nuint)bytes.Length;
        SetHandle((nint)pin.Pointer);
    }

    public byte* Pointer => (byte*)handle;

    public nuint Length { get; }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        pin.Dispose();
        return true;
    }
}
