using System.Runtime.InteropServices;

namespace Headrace.Vips.Native;

/// <summary>Owns one reference to a GObject.</summary>
internal sealed class ObjectHandle : SafeHandle
{
    public ObjectHandle(nint instance)
        : base(0, ownsHandle: true) => SetHandle(instance);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        VipsNative.Unreference(handle);
        return true;
    }
}
