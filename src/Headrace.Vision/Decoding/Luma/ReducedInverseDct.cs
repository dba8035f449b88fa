using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Headrace.Vision.Decoding.Luma;

/// <summary>
/// An 8×8 block at a half, a quarter or an eighth of its size: the inverse DCT of Loeffler, Ligtenberg and Moschytz (1989), each of whose
/// eight-point steps gives the averages of neighbouring results instead.
/// </summary>
/// <remarks>Every sum and rounding is libjpeg-turbo's (jidctred, as it is done with SSE2), so the pixels are.</remarks>
internal static class ReducedInverseDct
{
    private const int ConstantBits = 13;
    private const int FirstPassBits = 2;

    /// <summary>Eight times the range of samples: what an encoder makes of pixels stays within it, and all arithmetic beyond it is alike.</summary>
    private const int LargestDc = 4000;

    // x · 2¹³, rounded.
    private const short F0211 = 1730, F0509 = 4176, F0601 = 4926, F0720 = 5906, F0765 = 6270, F0850 = 6967, F0899 = 7373;
    private const short F1061 = 8697, F1272 = 10426, F1451 = 11893, F1847 = 15137, F2172 = 17799, F2562 = 20995, F3624 = 29692;

    public static bool IsSupported => Sse2.IsSupported && BitConverter.IsLittleEndian;

    public static bool IsPlausibleDc(int dequantised) => dequantised is >= -LargestDc and <= LargestDc;

    /// <summary>A block without AC coefficients is of one colour, at any size.</summary>
    public static byte Flat(int dequantised) => (byte)(Math.Clamp((dequantised + 4) >> 3, -128, 127) + 128);

    /// <summary>Two blocks, four pixels by four each.</summary>
    /// <param name="pair">Blocks as <see cref="Blocks"/> lays them out, and quantisers likewise.</param>
    /// <returns>Zeros, unless a first row passes what sums of sixteen bits hold, which only damage brings.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Half(ReadOnlySpan<short> pair, ReadOnlySpan<short> quantisation, Span<byte> firstTarget, Span<byte> secondTarget, int stride) =>
        Avx2.IsSupported
            ? HalfOfBoth(pair, quantisation, firstTarget, secondTarget, stride)
            : HalfOfOne(pair[Blocks.Second..], quantisation, secondTarget, stride) | HalfOfOne(pair, quantisation, firstTarget, stride);

    /// <summary>The same steps as for one block, on vectors twice as wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> HalfOfBoth(ReadOnlySpan<short> pair, ReadOnlySpan<short> quantisation, Span<byte> firstTarget, Span<byte> secondTarget, int stride)
    {
        var first = Rows(pair, quantisation, 0);
        var (second, third) = (Rows(pair, quantisation, 2), Rows(pair, quantisation, 6));
        var (odd1, odd3) = (Rows(pair, quantisation, 1), Rows(pair, quantisation, 3));
        var (odd5, odd7) = (Rows(pair, quantisation, 5), Rows(pair, quantisation, 7));
        var (low0, low1, low2, low3) = Halve(
            Avx2.UnpackLow(Vector256<short>.Zero, first).AsInt32(), Avx2.UnpackLow(second, third), Avx2.UnpackLow(odd1, odd3), Avx2.UnpackLow(odd5, odd7), ConstantBits - FirstPassBits + 1);
        var (high0, high1, high2, high3) = Halve(
            Avx2.UnpackHigh(Vector256<short>.Zero, first).AsInt32(), Avx2.UnpackHigh(second, third), Avx2.UnpackHigh(odd1, odd3), Avx2.UnpackHigh(odd5, odd7), ConstantBits - FirstPassBits + 1);

        // Columns to rows.
        var (row0, row1) = (Avx2.PackSignedSaturate(low0, high0), Avx2.PackSignedSaturate(low1, high1));
        var (row2, row3) = (Avx2.PackSignedSaturate(low2, high2), Avx2.PackSignedSaturate(low3, high3));
        var (a, b) = (Avx2.UnpackLow(row0, row1).AsInt32(), Avx2.UnpackLow(row2, row3).AsInt32());
        var (c, d) = (Avx2.UnpackHigh(row0, row1).AsInt32(), Avx2.UnpackHigh(row2, row3).AsInt32());
        var (columns01, columns23) = (Avx2.UnpackLow(a, b).AsInt16(), Avx2.UnpackHigh(a, b).AsInt16());
        var (columns45, columns67) = (Avx2.UnpackLow(c, d).AsInt16(), Avx2.UnpackHigh(c, d).AsInt16());
        var (x0, x1, x2, x3) = Halve(
            Avx2.UnpackLow(Vector256<short>.Zero, columns01).AsInt32(),
            Avx2.UnpackLow(columns23, columns67),
            Avx2.UnpackHigh(columns01, columns23),
            Avx2.UnpackHigh(columns45, columns67),
            ConstantBits + FirstPassBits + 3 + 1);

        var (even, odd) = (Avx2.PackSignedSaturate(x0, x2), Avx2.PackSignedSaturate(x1, x3));
        var (left, right) = (Avx2.UnpackLow(even, odd).AsInt32(), Avx2.UnpackHigh(even, odd).AsInt32());
        var pixels = (Avx2.PackSignedSaturate(Avx2.UnpackLow(left, right).AsInt16(), Avx2.UnpackHigh(left, right).AsInt16()).AsByte() + Vector256.Create((byte)128)).AsUInt32();
        Write(pixels.GetUpper(), secondTarget, stride);
        Write(pixels.GetLower(), firstTarget, stride);
        var overflow = ((first << FirstPassBits) >> FirstPassBits) ^ first;
        return overflow.GetLower() | overflow.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> HalfOfOne(ReadOnlySpan<short> block, ReadOnlySpan<short> quantisation, Span<byte> target, int stride)
    {
        var first = Row(block, quantisation, 0);
        var (second, third) = (Row(block, quantisation, 2), Row(block, quantisation, 6));
        var (odd1, odd3) = (Row(block, quantisation, 1), Row(block, quantisation, 3));
        var (odd5, odd7) = (Row(block, quantisation, 5), Row(block, quantisation, 7));
        var (low0, low1, low2, low3) = Halve(
            Sse2.UnpackLow(Vector128<short>.Zero, first).AsInt32(), Sse2.UnpackLow(second, third), Sse2.UnpackLow(odd1, odd3), Sse2.UnpackLow(odd5, odd7), ConstantBits - FirstPassBits + 1);
        var (high0, high1, high2, high3) = Halve(
            Sse2.UnpackHigh(Vector128<short>.Zero, first).AsInt32(), Sse2.UnpackHigh(second, third), Sse2.UnpackHigh(odd1, odd3), Sse2.UnpackHigh(odd5, odd7), ConstantBits - FirstPassBits + 1);

        // Columns to rows.
        var (row0, row1) = (Sse2.PackSignedSaturate(low0, high0), Sse2.PackSignedSaturate(low1, high1));
        var (row2, row3) = (Sse2.PackSignedSaturate(low2, high2), Sse2.PackSignedSaturate(low3, high3));
        var (a, b) = (Sse2.UnpackLow(row0, row1).AsInt32(), Sse2.UnpackLow(row2, row3).AsInt32());
        var (c, d) = (Sse2.UnpackHigh(row0, row1).AsInt32(), Sse2.UnpackHigh(row2, row3).AsInt32());
        var (columns01, columns23) = (Sse2.UnpackLow(a, b).AsInt16(), Sse2.UnpackHigh(a, b).AsInt16());
        var (columns45, columns67) = (Sse2.UnpackLow(c, d).AsInt16(), Sse2.UnpackHigh(c, d).AsInt16());
        var (x0, x1, x2, x3) = Halve(
            Sse2.UnpackLow(Vector128<short>.Zero, columns01).AsInt32(),
            Sse2.UnpackLow(columns23, columns67),
            Sse2.UnpackHigh(columns01, columns23),
            Sse2.UnpackHigh(columns45, columns67),
            ConstantBits + FirstPassBits + 3 + 1);

        var (even, odd) = (Sse2.PackSignedSaturate(x0, x2), Sse2.PackSignedSaturate(x1, x3));
        var (left, right) = (Sse2.UnpackLow(even, odd).AsInt32(), Sse2.UnpackHigh(even, odd).AsInt32());
        var pixels = (Sse2.PackSignedSaturate(Sse2.UnpackLow(left, right).AsInt16(), Sse2.UnpackHigh(left, right).AsInt16()).AsByte() + Vector128.Create((byte)128)).AsUInt32();
        Write(pixels, target, stride);
        return ((first << FirstPassBits) >> FirstPassBits) ^ first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector128<uint> pixels, Span<byte> target, int stride)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, pixels.GetElement(0));
        BinaryPrimitives.WriteUInt32LittleEndian(target[stride..], pixels.GetElement(1));
        BinaryPrimitives.WriteUInt32LittleEndian(target[(2 * stride)..], pixels.GetElement(2));
        BinaryPrimitives.WriteUInt32LittleEndian(target[(3 * stride)..], pixels.GetElement(3));
    }

    /// <summary>Two pixels by two; even rows and columns but the first cancel each other.</summary>
    /// <returns>As <see cref="Half"/>.</returns>
    public static Vector128<short> Quarter(ReadOnlySpan<short> block, ReadOnlySpan<short> quantisation, Span<byte> target, int stride)
    {
        var first = Row(block, quantisation, 0);
        var (odd1, odd3) = (Row(block, quantisation, 1), Row(block, quantisation, 3));
        var (odd5, odd7) = (Row(block, quantisation, 5), Row(block, quantisation, 7));
        var upper = Vector128.Create(unchecked((int)0xFFFF_0000));

        // Column 0, and columns 1, 3, 5 and 7, each as sums of four bytes.
        var sum0 = Quarter(Sse2.UnpackLow(odd1, odd3), Sse2.UnpackLow(odd5, odd7));
        var sums = Quarter(
            (Vector128.ShiftRightLogical(odd1.AsInt32(), 16) | (odd3.AsInt32() & upper)).AsInt16(),
            (Vector128.ShiftRightLogical(odd5.AsInt32(), 16) | (odd7.AsInt32() & upper)).AsInt16());
        var even0 = (first.AsInt32() << 16) >> (16 - ConstantBits - 2);
        var evens = (first.AsInt32() & upper) >> (16 - ConstantBits - 2);

        const int shift = ConstantBits - FirstPassBits + 2;
        var rounding = Vector128.Create(1 << (shift - 1));
        var (top0, bottom0) = (even0 + sum0, even0 - sum0);
        var (top, bottom) = (evens + sums, evens - sums);
        var columns0 = (Sse2.UnpackLow(top0, bottom0) + rounding) >> shift;
        var columns13 = (Sse2.UnpackLow(top.AsInt64(), bottom.AsInt64()).AsInt32() + rounding) >> shift;
        var columns57 = (Sse2.UnpackHigh(top.AsInt64(), bottom.AsInt64()).AsInt32() + rounding) >> shift;

        var odd = Quarter(Sse2.PackSignedSaturate(columns13, columns13), Sse2.PackSignedSaturate(columns57, columns57));
        var even = columns0 << (ConstantBits + 2);
        const int lastShift = ConstantBits + FirstPassBits + 3 + 2;
        var sum = (Sse2.UnpackLow(even + odd, even - odd) + Vector128.Create(1 << (lastShift - 1))) >> lastShift;
        var words = Sse2.PackSignedSaturate(sum, sum);
        var pixels = (Sse2.PackSignedSaturate(words, words).AsByte() + Vector128.Create((byte)128)).AsUInt16();
        BinaryPrimitives.WriteUInt16LittleEndian(target, pixels.GetElement(0));
        BinaryPrimitives.WriteUInt16LittleEndian(target[stride..], pixels.GetElement(1));
        return ((first << FirstPassBits) >> FirstPassBits) ^ first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Row(ReadOnlySpan<short> block, ReadOnlySpan<short> quantisation, int row) =>
        Vector128.Create(block.Slice(row * Blocks.Row, Blocks.Second)) * Vector128.Create(quantisation.Slice(row * Blocks.Row, Blocks.Second));

    /// <summary>A row of both blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Rows(ReadOnlySpan<short> pair, ReadOnlySpan<short> quantisation, int row) =>
        Vector256.Create(pair.Slice(row * Blocks.Row, Blocks.Row)) * Vector256.Create(quantisation.Slice(row * Blocks.Row, Blocks.Row));

    /// <summary>Four results of eight values; eight of these at once.</summary>
    /// <param name="first">The first value in the upper half; of the others pairs: the third and seventh, the second and fourth, the sixth and eighth. The fifth cancels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> First, Vector256<int> Second, Vector256<int> Third, Vector256<int> Fourth) Halve(
        Vector256<int> first, Vector256<short> even, Vector256<short> odd13, Vector256<short> odd57, int shift)
    {
        var outer = Sum(odd13, F2562, F0899) + Sum(odd57, -F0601, -F0509);
        var inner = Sum(odd13, F1061, -F2172) + Sum(odd57, F1451, -F0211);
        var dc = (first >> (16 - ConstantBits - 1)) + Vector256.Create(1 << (shift - 1));
        var sum = Sum(even, F1847, -F0765);
        var (outerEven, innerEven) = (dc + sum, dc - sum);
        return ((outerEven + outer) >> shift, (innerEven + inner) >> shift, (innerEven - inner) >> shift, (outerEven - outer) >> shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<int> First, Vector128<int> Second, Vector128<int> Third, Vector128<int> Fourth) Halve(
        Vector128<int> first, Vector128<short> even, Vector128<short> odd13, Vector128<short> odd57, int shift)
    {
        var outer = Sum(odd13, F2562, F0899) + Sum(odd57, -F0601, -F0509);
        var inner = Sum(odd13, F1061, -F2172) + Sum(odd57, F1451, -F0211);
        var dc = (first >> (16 - ConstantBits - 1)) + Vector128.Create(1 << (shift - 1));
        var sum = Sum(even, F1847, -F0765);
        var (outerEven, innerEven) = (dc + sum, dc - sum);
        return ((outerEven + outer) >> shift, (innerEven + inner) >> shift, (innerEven - inner) >> shift, (outerEven - outer) >> shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Quarter(Vector128<short> odd13, Vector128<short> odd57) => Sum(odd13, F3624, -F1272) + Sum(odd57, F0850, -F0720);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sum(Vector128<short> pairs, short even, short odd) =>
        Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(even, odd, even, odd, even, odd, even, odd));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Sum(Vector256<short> pairs, short even, short odd) =>
        Avx2.MultiplyAddAdjacent(pairs, Vector256.Create((ushort)even | (odd << 16)).AsInt16());
}
