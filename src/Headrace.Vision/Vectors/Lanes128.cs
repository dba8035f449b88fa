using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Headrace.Vision.Vectors;

/// <summary>Operations of SSE2 that .NET has no name for on other processors.</summary>
internal static class Lanes128
{
    /// <summary>The products of pairs that lie side by side, added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAddAdjacent(Vector128<short> left, Vector128<short> right)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.MultiplyAddAdjacent(left, right);
        }

        var (a, b) = (left.AsInt32(), right.AsInt32());
        return (((a << 16) >> 16) * ((b << 16) >> 16)) + ((a >> 16) * (b >> 16));
    }

    /// <summary>The numbers of both, at the ends of their range where they pass it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> PackSaturate(Vector128<int> low, Vector128<int> high) => Sse2.IsSupported
        ? Sse2.PackSignedSaturate(low, high)
        : Vector128.Narrow(Clamp(low, short.MinValue, short.MaxValue), Clamp(high, short.MinValue, short.MaxValue));

    /// <summary>Likewise, to bytes without sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> PackUnsignedSaturate(Vector128<short> low, Vector128<short> high) => Sse2.IsSupported
        ? Sse2.PackUnsignedSaturate(low, high)
        : Vector128.Narrow(Clamp(low, (short)0, (short)255).AsUInt16(), Clamp(high, (short)0, (short)255).AsUInt16());

    private static Vector128<T> Clamp<T>(Vector128<T> value, T least, T most) => Vector128.Min(Vector128.Max(value, Vector128.Create(least)), Vector128.Create(most));
}
