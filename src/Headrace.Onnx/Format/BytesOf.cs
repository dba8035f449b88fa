using System.Buffers;
using System.Runtime.InteropServices;

namespace Headrace.Onnx.Format;

/// <summary>The bytes of an array of numbers, without a copy.</summary>
internal sealed unsafe class BytesOf<T>(T[] elements) : MemoryManager<byte>
    where T : unmanaged
{
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(elements.AsSpan());

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        var pin = GCHandle.Alloc(elements, GCHandleType.Pinned);
        return new MemoryHandle((byte*)pin.AddrOfPinnedObject() + elementIndex, pin);
    }

    public override void Unpin()
    {
        // The handle in Pin's answer lets go.
    }

    protected override void Dispose(bool disposing)
    {
    }
}
