using System.Runtime.InteropServices;

namespace Headrace.Onnx.Native;

/// <summary>Owns one object of the library; which function gives it back belongs to it.</summary>
internal sealed class OrtHandle : SafeHandle
{
    private readonly OrtFunction _release;

    public OrtHandle(nint instance, OrtFunction release)
        : base(0, ownsHandle: true)
    {
        _release = release;
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

    protected override bool ReleaseHandle()
    {
        OrtApi.Release(_release, handle);
        return true;
    }
}
