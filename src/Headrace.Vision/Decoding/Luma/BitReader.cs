using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Headrace.Vision.Decoding.Luma;

/// <summary>Bits of an <see cref="EntropyWindow"/>, and the coefficients that they are.</summary>
/// <remarks>
/// After F. Giesen, "Reading bits in far too many ways", part 2, variant 4: the buffer is filled by one load without a branch, to 56 bits or
/// more. Every index is masked or shifted to what its table holds, so a damaged scan leads to wrong coefficients and never outside.
/// </remarks>
internal ref struct BitReader
{
    private const int IndexShift = 64 - HuffmanTable.IndexBits;

    private ref byte window;
    private ulong buffer;
    private int count;
    private int position;

    /// <summary>The next byte that is not wholly in the buffer.</summary>
    public readonly int Position => position;

    /// <summary>Bits taken since the window's start.</summary>
    public readonly long BitPosition => (position * 8L) - count;

    public void Begin(EntropyWindow entropy, int bit)
    {
        window = ref entropy.Start;
        (buffer, count, position) = (0, 0, bit >> 3);
        Refill(ref window, ref buffer, ref count, ref position);
        buffer <<= bit & 7;
        count -= bit & 7;
    }

    /// <summary>A block's coefficients.</summary>
    /// <param name="difference">Of its DC coefficient from the last block's.</param>
    /// <param name="block">For the others: zeros, <see cref="Blocks.Memory"/> of them; in natural order.</param>
    /// <returns>False when there is no such code, or it leads out of the block.</returns>
    public bool TryRead(HuffmanTable dc, HuffmanTable ac, Span<short> block, out int difference)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block.Length, Blocks.Memory);
        ref var steps = ref MemoryMarshal.GetArrayDataReference(ac.Steps);
        ref var order = ref MemoryMarshal.GetReference(Blocks.ReverseOrder);
        ref var values = ref MemoryMarshal.GetReference(block);
        ref var from = ref window;
        var (bits, left, at) = (buffer, count, position);
        if (!TryReadDc(dc, ref from, ref bits, ref left, ref at, out difference))
        {
            return false;
        }

        long behind = Blocks.Coefficients - 2; // the next one
        while (true)
        {
            // Four steps of twelve bits at most are in the buffer.
            Refill(ref from, ref bits, ref left, ref at);
            uint step;
            long next;
            step = Unsafe.Add(ref steps, (nuint)(bits >> IndexShift)).Packed;
            next = behind - (step >> Step.AdvanceBit);
            Store(ref values, ref order, behind, next, step);
            if (next < 0)
            {
                goto Special;
            }

            (bits, left, behind) = (bits << (int)step, left - (int)step, next);

            step = Unsafe.Add(ref steps, (nuint)(bits >> IndexShift)).Packed;
            next = behind - (step >> Step.AdvanceBit);
            Store(ref values, ref order, behind, next, step);
            if (next < 0)
            {
                goto Special;
            }

            (bits, left, behind) = (bits << (int)step, left - (int)step, next);

            step = Unsafe.Add(ref steps, (nuint)(bits >> IndexShift)).Packed;
            next = behind - (step >> Step.AdvanceBit);
            Store(ref values, ref order, behind, next, step);
            if (next < 0)
            {
                goto Special;
            }

            (bits, left, behind) = (bits << (int)step, left - (int)step, next);

            step = Unsafe.Add(ref steps, (nuint)(bits >> IndexShift)).Packed;
            next = behind - (step >> Step.AdvanceBit);
            Store(ref values, ref order, behind, next, step);
            if (next < 0)
            {
                goto Special;
            }

            (bits, left, behind) = (bits << (int)step, left - (int)step, next);
            continue;

        Special:
            next += 128;
            if (step >> Step.AdvanceBit >= 128 && next >= 0 && (step & 63) != 0)
            {
                (bits, left, behind) = (bits << (int)step, left - (int)step, next);
                break;
            }

            // A long code, or a step that may reach into the next block: symbol by symbol.
            Refill(ref from, ref bits, ref left, ref at);
            if (!TryReadSymbol(ac, ref bits, ref left, out var run, out var value))
            {
                return false;
            }

            if (run < 0)
            {
                break;
            }

            behind -= run;
            if (behind < 0)
            {
                return false;
            }

            Unsafe.Add(ref values, Unsafe.Add(ref order, (nint)behind)) = (short)value;
            if (--behind < 0)
            {
                break;
            }
        }

        (buffer, count, position) = (bits, left & 63, at);
        return true;
    }

    /// <summary>As <see cref="TryRead"/>, passing over the AC coefficients.</summary>
    public bool TrySkip(HuffmanTable dc, HuffmanTable ac, out int difference)
    {
        ref var steps = ref MemoryMarshal.GetArrayDataReference(ac.Skips);
        ref var from = ref window;
        var (bits, left, at) = (buffer, count, position);
        if (!TryReadDc(dc, ref from, ref bits, ref left, ref at, out difference))
        {
            return false;
        }

        var behind = Blocks.Coefficients - 2;
        while (true)
        {
            Refill(ref from, ref bits, ref left, ref at);
            int step;
            int next;
            step = Unsafe.Add(ref steps, (nuint)(bits >> IndexShift));
            next = behind - (step >> 8);
            if (next < 0)
            {
                goto Special;
            }

            (bits, left, behind) = (bits << step, left - step, next);

            step = Unsafe.Add(ref steps, (nuint)(bits >> IndexShift));
            next = behind - (step >> 8);
            if (next < 0)
            {
                goto Special;
            }

            (bits, left, behind) = (bits << step, left - step, next);

            step = Unsafe.Add(ref steps, (nuint)(bits >> IndexShift));
            next = behind - (step >> 8);
            if (next < 0)
            {
                goto Special;
            }

            (bits, left, behind) = (bits << step, left - step, next);

            step = Unsafe.Add(ref steps, (nuint)(bits >> IndexShift));
            next = behind - (step >> 8);
            if (next < 0)
            {
                goto Special;
            }

            (bits, left, behind) = (bits << step, left - step, next);
            continue;

        Special:
            next += 128;
            if (step >> 8 >= 128 && next >= 0 && (step & 63) != 0)
            {
                (bits, left) = (bits << step, left - step);
                break;
            }

            Refill(ref from, ref bits, ref left, ref at);
            if (!TryReadSymbol(ac, ref bits, ref left, out var run, out _))
            {
                return false;
            }

            if (run < 0)
            {
                break;
            }

            behind -= run + 1;
            if (behind < 0)
            {
                if (behind < -1)
                {
                    return false;
                }

                break;
            }
        }

        (buffer, count, position) = (bits, left & 63, at);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadDc(HuffmanTable table, ref byte window, ref ulong buffer, ref int count, ref int position, out int difference)
    {
        Refill(ref window, ref buffer, ref count, ref position);
        int code = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(table.DcCodes), (nuint)(buffer >> (64 - HuffmanTable.DcIndexBits)));
        if (code == 0)
        {
            code = table.FindLong((int)(buffer >> 48));
        }

        difference = ReadValue(code, ref buffer, ref count);
        return code != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref short values, ref byte order, long behind, long next, uint step)
    {
        const int above = 32 - Step.ValueBits;
        var (first, second) = ((behind - ((step >> Step.RunBit) & 15)) & 127, (next + 1) & 127);
        Unsafe.Add(ref values, (nint)Unsafe.Add(ref order, (nint)first)) = (short)((int)(step << (above - Step.FirstBit)) >> above);
        Unsafe.Add(ref values, (nint)Unsafe.Add(ref order, (nint)second)) = (short)((int)(step << (above - Step.SecondBit)) >> above);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ref byte window, ref ulong buffer, ref int count, ref int position)
    {
        count &= 63; // what was taken from it comes with more bits above
        var next = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref window, position & (EntropyWindow.Size - 1)));
        buffer |= (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(next) : next) >> count;
        position += (63 - count) >> 3;
        count |= 56;
    }

    /// <summary>One AC symbol and the bits behind it. At least 28 bits are in the buffer.</summary>
    /// <param name="run">Zeros before the value; -1 for the end of a block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadSymbol(HuffmanTable table, ref ulong buffer, ref int count, out int run, out int value)
    {
        int code = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(table.Codes), (nuint)(buffer >> IndexShift));
        if (code == 0)
        {
            code = table.FindLong((int)(buffer >> 48));
        }

        run = (byte)code == 0 ? -1 : (code >> 4) & 15;
        value = ReadValue(code, ref buffer, ref count);
        return code != 0;
    }

    /// <summary>Takes a code and the bits behind it: the number that these are, with half of its range below zero (T.81, F.2.2.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadValue(int code, ref ulong buffer, ref int count)
    {
        var (length, size) = (code >> 8, code & 15);
        var extra = buffer << length;
        var negative = (int)(~(long)extra >> 63);
        buffer = extra << size;
        count -= length + size;
        return (int)((extra >> 1) >> (63 - size)) - (negative & ((1 << size) - 1));
    }
}
