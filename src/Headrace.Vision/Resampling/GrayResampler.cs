using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Headrace.Vision.Decoding;
using Headrace.Vision.Vectors;

namespace Headrace.Vision.Resampling;

/// <summary>Stretches gray rows to a size: first along the rows, then down the columns, each pass rounded to bytes, as Pillow does.</summary>
/// <remarks>
/// Both passes are one sum over pairs of pixels, for sixteen neighbours at once: rows in the first pass, columns in the second. So before each the
/// pixels lie pair by pair: the two that follow each other along the pass are side by side, then the neighbours' ones.
/// Rows are pulled a strip at a time, so the input is never whole in memory unless its decoder made it so; what is kept is each row at
/// its final width. Kernels and buffers stay for the next image.
/// </remarks>
internal sealed class GrayResampler(int width, int height)
{
    /// <summary>Of a byte, in a sum's fraction.</summary>
    private const int Half = 1 << (Kernel.PrecisionBits - 1);

    /// <summary>Neighbours that are summed at once; so many rows a source is asked for.</summary>
    private const int Lanes = 16;

    /// <summary>Bytes of a row of pairs in the second pass.</summary>
    private readonly int stride = 2 * ((width + Lanes - 1) / Lanes * Lanes);

    private Kernel? horizontal, vertical;
    private byte[] strip = [];
    private ushort[] turned = [];
    private byte[] narrow = [];
    private readonly byte[] line = new byte[(width + Lanes - 1) / Lanes * Lanes];

    /// <param name="target">width × height bytes.</param>
    public void Resample(GrayRows source, Span<byte> target)
    {
        horizontal = Fit(horizontal, source.Width, source.ExtentX, width);
        vertical = Fit(vertical, source.Height, source.ExtentY, height);
        Grow(ref strip, checked((source.Width * Lanes) + 1)); // the last pair may reach behind it
        Grow(ref turned, (source.Width + 1) / 2 * Lanes);
        Grow(ref narrow, checked((source.Height + Lanes - 1) / Lanes * (Lanes / 2) * stride));
        for (var top = 0; top < source.Height; top += Lanes)
        {
            source.Read(top, Math.Min(Lanes, source.Height - top), strip);
            Turn(strip, turned, source.Width);
            ResampleRows(horizontal, MemoryMarshal.AsBytes(turned), narrow.AsSpan(top / 2 * stride));
        }

        for (var row = 0; row < height; row++)
        {
            ResampleColumns(vertical, row);
            line.AsSpan(0, width).CopyTo(target[(row * width)..]);
        }
    }

    private static Kernel Fit(Kernel? last, int length, double extent, int outputLength) =>
        last?.InputLength == length && last.Extent == extent ? last : Kernel.Bicubic(length, extent, outputLength);

    /// <summary>Sixteen rows become rows of sixteen pairs. What lies behind the last row of an image counts for nothing later on.</summary>
    private static void Turn(byte[] rows, ushort[] pairs, int width)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(rows);
        ref var to = ref MemoryMarshal.GetArrayDataReference(pairs);
        var pair = 0;
        for (; Avx2.IsSupported && (pair * 2) + Vector128<byte>.Count <= width; pair += Vector128<ushort>.Count)
        {
            Turn(ref Unsafe.Add(ref from, pair * 2), width, ref Unsafe.Add(ref to, pair * Lanes));
        }

        for (; pair < (width + 1) / 2; pair++)
        {
            for (var row = 0; row < Lanes; row++)
            {
                Unsafe.Add(ref to, (pair * Lanes) + row) = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref from, (row * width) + (pair * 2)));
            }
        }
    }

    /// <summary>Eight pairs of each row.</summary>
    private static void Turn(ref byte from, int width, ref ushort to)
    {
        var (a, b) = (Unpack(ref from, width, 0, 4), Unpack(ref from, width, 2, 6));
        var (c, d) = (Unpack(ref from, width, 1, 5), Unpack(ref from, width, 3, 7));
        Store(a.Low, b.Low, c.Low, d.Low, ref to);
        Store(a.High, b.High, c.High, d.High, ref Unsafe.Add(ref to, 4 * Lanes));
    }

    /// <summary>Pairs by turns of two rows; and in the upper halves, of those eight rows below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<short> Low, Vector256<short> High) Unpack(ref byte from, int width, int one, int other)
    {
        var (even, odd) = (Row(ref from, width, one), Row(ref from, width, other));
        return (Avx2.UnpackLow(even, odd), Avx2.UnpackHigh(even, odd));

        static Vector256<short> Row(ref byte from, int width, int row) => Vector256.Create(
            Vector128.LoadUnsafe(ref Unsafe.Add(ref from, row * width)), Vector128.LoadUnsafe(ref Unsafe.Add(ref from, (row + (Lanes / 2)) * width))).AsInt16();
    }

    /// <summary>Four rows of pairs, of which each vector has every fourth place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<short> a, Vector256<short> b, Vector256<short> c, Vector256<short> d, ref ushort to)
    {
        var (evenLow, evenHigh) = (Avx2.UnpackLow(a, b), Avx2.UnpackHigh(a, b));
        var (oddLow, oddHigh) = (Avx2.UnpackLow(c, d), Avx2.UnpackHigh(c, d));
        Avx2.UnpackLow(evenLow, oddLow).AsUInt16().StoreUnsafe(ref to);
        Avx2.UnpackHigh(evenLow, oddLow).AsUInt16().StoreUnsafe(ref to, Lanes);
        Avx2.UnpackLow(evenHigh, oddHigh).AsUInt16().StoreUnsafe(ref to, 2 * Lanes);
        Avx2.UnpackHigh(evenHigh, oddHigh).AsUInt16().StoreUnsafe(ref to, 3 * Lanes);
    }

    /// <param name="target">Eight rows of pairs, <c>stride</c> bytes each.</param>
    private void ResampleRows(Kernel kernel, ReadOnlySpan<byte> pairs, Span<byte> target)
    {
        ref var first = ref MemoryMarshal.GetReference(target[..(Lanes / 2 * stride)]);
        for (var output = 0; output < width; output++)
        {
            var sums = Sum(ref MemoryMarshal.GetReference(pairs[(kernel.Start(output) * 2 * Lanes)..]), 2 * Lanes, kernel.Weights(output)).AsUInt16();
            ref var column = ref Unsafe.Add(ref first, 2 * output);
            for (var pair = 0; pair < Lanes / 2; pair++)
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref column, pair * stride), sums[pair]);
            }
        }
    }

    /// <summary>One output row into <c>line</c>.</summary>
    private void ResampleColumns(Kernel kernel, int output)
    {
        var weights = kernel.Weights(output);
        ref var window = ref narrow[kernel.Start(output) * stride];
        for (var column = 0; column < line.Length; column += Lanes)
        {
            Sum(ref Unsafe.Add(ref window, 2 * column), stride, weights).StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(line), (nuint)column);
        }
    }

    /// <summary>The pixels of a window by their weights, for sixteen neighbours, rounded to bytes.</summary>
    /// <param name="pixels">Sixteen pairs, and the window's next ones every <paramref name="next"/> bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Sum(ref byte pixels, int next, ReadOnlySpan<int> weights)
    {
        if (!Avx2.IsSupported)
        {
            return Lanes128.PackUnsignedSaturate(SumOfEight(ref pixels, next, weights), SumOfEight(ref Unsafe.Add(ref pixels, Lanes), next, weights));
        }

        Vector256<int> upperA = default, upperB = default;
        Vector256<int> lowerA = Vector256.Create(Half), lowerB = lowerA;
        for (var pair = 0; pair < weights.Length; pair += 2)
        {
            var bytes = Vector256.LoadUnsafe(ref pixels);
            var (a, b) = (Avx2.UnpackLow(bytes, Vector256<byte>.Zero).AsInt16(), Avx2.UnpackHigh(bytes, Vector256<byte>.Zero).AsInt16());
            var (upper, lower) = (Vector256.Create(weights[pair]).AsInt16(), Vector256.Create(weights[pair + 1]).AsInt16());
            upperA += Avx2.MultiplyAddAdjacent(a, upper);
            upperB += Avx2.MultiplyAddAdjacent(b, upper);
            lowerA += Avx2.MultiplyAddAdjacent(a, lower);
            lowerB += Avx2.MultiplyAddAdjacent(b, lower);
            pixels = ref Unsafe.Add(ref pixels, next);
        }

        var words = Avx2.PackSignedSaturate(
            ((upperA << Kernel.LowerBits) + lowerA) >> Kernel.PrecisionBits,
            ((upperB << Kernel.LowerBits) + lowerB) >> Kernel.PrecisionBits);
        return Lanes128.PackUnsignedSaturate(words.GetLower(), words.GetUpper());
    }

    /// <summary>Likewise for eight neighbours, not yet rounded to bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> SumOfEight(ref byte pixels, int next, ReadOnlySpan<int> weights)
    {
        Vector128<int> upperA = default, upperB = default;
        Vector128<int> lowerA = Vector128.Create(Half), lowerB = lowerA;
        for (var pair = 0; pair < weights.Length; pair += 2)
        {
            var bytes = Vector128.LoadUnsafe(ref pixels);
            var (a, b) = (Vector128.WidenLower(bytes).AsInt16(), Vector128.WidenUpper(bytes).AsInt16());
            var (upper, lower) = (Vector128.Create(weights[pair]).AsInt16(), Vector128.Create(weights[pair + 1]).AsInt16());
            upperA += Lanes128.MultiplyAddAdjacent(a, upper);
            upperB += Lanes128.MultiplyAddAdjacent(b, upper);
            lowerA += Lanes128.MultiplyAddAdjacent(a, lower);
            lowerB += Lanes128.MultiplyAddAdjacent(b, lower);
            pixels = ref Unsafe.Add(ref pixels, next);
        }

        return Lanes128.PackSaturate(
            ((upperA << Kernel.LowerBits) + lowerA) >> Kernel.PrecisionBits,
            ((upperB << Kernel.LowerBits) + lowerB) >> Kernel.PrecisionBits);
    }

    private static void Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<T>(length);
        }
    }
}
