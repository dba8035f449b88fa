using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Headrace.Vision.Decoding;

namespace Headrace.Vision.Resampling;

/// <summary>Stretches gray rows to a size: first along the rows, then down the columns, each pass rounded to bytes, as Pillow does.</summary>
/// <remarks>
/// Rows are pulled a strip at a time, so the input is never whole in memory unless its decoder made it so; what is kept is each row at
/// its final width. Kernels and buffers stay for the next image.
/// </remarks>
internal sealed class GrayResampler(int width, int height)
{
    private const int Half = 1 << (Kernel.PrecisionBits - 1);

    /// <summary>Rows that a source is asked for at once.</summary>
    private const int Strip = 16;

    /// <summary>Columns that are summed at once.</summary>
    private const int Columns = 16;

    private readonly int stride = (width + Columns - 1) / Columns * Columns;
    private Kernel? horizontal, vertical;
    private byte[] strip = [];
    private byte[] narrow = [];
    private byte[] line = [];

    /// <param name="target">width × height bytes.</param>
    public void Resample(GrayRows source, Span<byte> target)
    {
        horizontal = Fit(horizontal, source.Width, source.ExtentX, width);
        vertical = Fit(vertical, source.Height, source.ExtentY, height);

        // Vectors may pass the last pixel of a strip: those bytes meet zero weights, but they must exist.
        Grow(ref strip, checked((source.Width * Strip) + horizontal.Window));
        Grow(ref narrow, checked(stride * source.Height));
        Grow(ref line, stride);
        for (var top = 0; top < source.Height; top += Strip)
        {
            var count = Math.Min(Strip, source.Height - top);
            source.Read(top, count, strip);
            for (var row = 0; row < count; row++)
            {
                ResampleRow(horizontal, strip.AsSpan(row * source.Width), narrow.AsSpan((top + row) * stride, width));
            }
        }

        for (var row = 0; row < height; row++)
        {
            ResampleColumns(vertical, row);
            line.AsSpan(0, width).CopyTo(target[(row * width)..]);
        }
    }

    private static Kernel Fit(Kernel? last, int length, double extent, int outputLength) =>
        last?.InputLength == length && last.Extent == extent ? last : Kernel.Bicubic(length, extent, outputLength);

    private static void ResampleRow(Kernel kernel, ReadOnlySpan<byte> row, Span<byte> target)
    {
        ref var pixels = ref MemoryMarshal.GetReference(row);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(kernel.Weights);
        for (var output = 0; output < target.Length; output++)
        {
            ref var first = ref Unsafe.Add(ref pixels, kernel.Starts[output]);
            var sums = Vector128<int>.Zero;
            for (nuint tap = 0; tap < (nuint)kernel.Window; tap += Kernel.Lanes)
            {
                sums += Widen(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, tap))) * Vector128.LoadUnsafe(ref weights, tap);
            }

            target[output] = (byte)Math.Clamp((Vector128.Sum(sums) + Half) >> Kernel.PrecisionBits, 0, 255);
            weights = ref Unsafe.Add(ref weights, kernel.Window);
        }
    }

    /// <summary>One output row into <c>line</c>, sixteen columns at a time.</summary>
    private void ResampleColumns(Kernel kernel, int output)
    {
        var weights = kernel.Weights.AsSpan(output * kernel.Window, Math.Min(kernel.Window, kernel.InputLength - kernel.Starts[output]));
        ref var window = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(narrow), kernel.Starts[output] * stride);
        for (var column = 0; column < stride; column += Columns)
        {
            ref var pixels = ref Unsafe.Add(ref window, column);
            Vector128<int> a = Vector128.Create(Half), b = a, c = a, d = a;
            foreach (var weight in weights)
            {
                var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref pixels));
                var (first, second) = Vector128.Widen(low.AsInt16());
                var (third, fourth) = Vector128.Widen(high.AsInt16());
                var factor = Vector128.Create(weight);
                a += first * factor;
                b += second * factor;
                c += third * factor;
                d += fourth * factor;
                pixels = ref Unsafe.Add(ref pixels, stride);
            }

            // Narrowing clamps nothing by itself: the clamp comes first.
            var bytes = Vector128.Narrow(
                Vector128.Narrow(ToByteRange(a), ToByteRange(b)).AsUInt16(),
                Vector128.Narrow(ToByteRange(c), ToByteRange(d)).AsUInt16());
            bytes.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(line), (nuint)column);
        }
    }

    private static Vector128<int> Widen(uint fourPixels) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(fourPixels).AsByte())).AsInt32();

    private static Vector128<int> ToByteRange(Vector128<int> sums) =>
        Vector128.Min(Vector128.Max(sums >> Kernel.PrecisionBits, Vector128<int>.Zero), Vector128.Create(255));

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<byte>(length);
        }
    }
}
