using System.Buffers;
using System.Runtime.InteropServices;

namespace Headrace.Onnx.Native;

/// <summary>Owns one object of the library, which function gives it back, and the memory that it stands on.</summary>
internal sealed class OrtHandle : SafeHandle
{
    private readonly OrtFunction _release;
    private MemoryHandle _memory;

    /// <param name="memory">Pinned for as long as the object lives.</param>
    public OrtHandle(nint instance, OrtFunction release, MemoryHandle memory = default)
        : base(0, ownsHandle: true)
    {
        _release = release;
        _memory = memory;
        SetHandle(instance);
    }

    /// <summary>The pointer. Who uses it keeps this object alive meanwhile.</summary>
    public nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Keeps the object, whoever disposes it, until <see cref="System.Runtime.InteropServices.SafeHandle.DangerousRelease"/>.</summary>
    public nint Hold()
    {
        var held = false;
        DangerousAddRef(ref held);
        return handle;
    }

    protected override bool ReleaseHandle()
    {
        OrtApi.Release(_release, handle);
        _memory.Dispose();
        return true;
    }
}
