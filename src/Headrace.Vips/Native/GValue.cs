using System.Runtime.InteropServices;

namespace Headrace.Vips.Native;

/// <summary>GObject's tagged value: 24 bytes, read and written only through GObject's own functions.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    // GObject's fundamental types: G_TYPE_MAKE_FUNDAMENTAL(n) is n << 2.
    public const nuint Boolean = 5 << 2;
    public const nuint Int = 6 << 2;
    public const nuint Double = 15 << 2;

    private readonly nuint type;
    private readonly long first, second;
}
