using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Headrace.Vision.Vectors;

/// <summary>Operations of AVX2 on vectors of 256 bits, which it does on each half by itself; on an older processor they are two operations of SSE.</summary>
/// <remarks>A program that is compiled ahead of time has only one of the two in it: docs/decisions/0002.</remarks>
internal static class Lanes256
{
    /// <summary>Whether there is UnpackLow, UnpackHigh and PackSaturate to bytes.</summary>
    public static bool CanUnpack => Sse2.IsSupported;

    /// <summary>The lower eight bytes of each half as sixteen bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> WidenLow(Vector256<byte> bytes) => Avx2.IsSupported
        ? Avx2.UnpackLow(bytes, Vector256<byte>.Zero).AsInt16()
        : Vector256.Create(Vector128.WidenLower(bytes.GetLower()), Vector128.WidenLower(bytes.GetUpper())).AsInt16();

    /// <summary>The upper eight bytes of each half as sixteen bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> WidenHigh(Vector256<byte> bytes) => Avx2.IsSupported
        ? Avx2.UnpackHigh(bytes, Vector256<byte>.Zero).AsInt16()
        : Vector256.Create(Vector128.WidenUpper(bytes.GetLower()), Vector128.WidenUpper(bytes.GetUpper())).AsInt16();

    /// <summary>The products of pairs that lie side by side, added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAddAdjacent(Vector256<short> left, Vector256<short> right) => Avx2.IsSupported
        ? Avx2.MultiplyAddAdjacent(left, right)
        : Vector256.Create(Lanes128.MultiplyAddAdjacent(left.GetLower(), right.GetLower()), Lanes128.MultiplyAddAdjacent(left.GetUpper(), right.GetUpper()));

    /// <summary>For each half the numbers of <paramref name="low"/>, then those of <paramref name="high"/>, at the ends of their range where they pass it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> PackSaturate(Vector256<int> low, Vector256<int> high) => Avx2.IsSupported
        ? Avx2.PackSignedSaturate(low, high)
        : Vector256.Create(Lanes128.PackSaturate(low.GetLower(), high.GetLower()), Lanes128.PackSaturate(low.GetUpper(), high.GetUpper()));

    /// <summary>Likewise, to bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> PackSaturate(Vector256<short> low, Vector256<short> high) => Avx2.IsSupported
        ? Avx2.PackSignedSaturate(low, high)
        : Vector256.Create(Sse2.PackSignedSaturate(low.GetLower(), high.GetLower()), Sse2.PackSignedSaturate(low.GetUpper(), high.GetUpper()));

    /// <summary>The lower numbers of each half, by turns of <paramref name="even"/> and of <paramref name="odd"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> UnpackLow(Vector256<short> even, Vector256<short> odd) => Avx2.IsSupported
        ? Avx2.UnpackLow(even, odd)
        : Vector256.Create(Sse2.UnpackLow(even.GetLower(), odd.GetLower()), Sse2.UnpackLow(even.GetUpper(), odd.GetUpper()));

    /// <summary>The upper numbers of each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> UnpackHigh(Vector256<short> even, Vector256<short> odd) => Avx2.IsSupported
        ? Avx2.UnpackHigh(even, odd)
        : Vector256.Create(Sse2.UnpackHigh(even.GetLower(), odd.GetLower()), Sse2.UnpackHigh(even.GetUpper(), odd.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> UnpackLow(Vector256<int> even, Vector256<int> odd) => Avx2.IsSupported
        ? Avx2.UnpackLow(even, odd)
        : Vector256.Create(Sse2.UnpackLow(even.GetLower(), odd.GetLower()), Sse2.UnpackLow(even.GetUpper(), odd.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> UnpackHigh(Vector256<int> even, Vector256<int> odd) => Avx2.IsSupported
        ? Avx2.UnpackHigh(even, odd)
        : Vector256.Create(Sse2.UnpackHigh(even.GetLower(), odd.GetLower()), Sse2.UnpackHigh(even.GetUpper(), odd.GetUpper()));
}
