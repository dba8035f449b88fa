using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Headrace.Vision.Decoding.Luma;

/// <summary>A piece of a scan's entropy-coded data, without the zeros that are stuffed behind 0xFF (T.81, F.1.2.3), so that eight bytes are read at once.</summary>
internal sealed class EntropyWindow
{
    /// <summary>A power of two: any position masked with it less one is inside.</summary>
    public const int Size = 1 << 14;

    /// <summary>Ten blocks of 64 symbols of 16 + 11 bits, rounded up: what is read without asking for more.</summary>
    private const int MostOfMcu = 2560;

    private readonly byte[] bytes = new byte[Size + sizeof(ulong)];
    private int source;

    /// <summary>Bytes that are there.</summary>
    private int length;

    /// <summary>The source is at a marker or at its end.</summary>
    private bool isLast;

    public ref byte Start => ref MemoryMarshal.GetArrayDataReference(bytes);

    /// <summary>Begins at a position of the file.</summary>
    public void Begin(ReadOnlySpan<byte> jpeg, int position, ref BitReader reader)
    {
        (source, length, isLast) = (position, 0, false);
        Fill(jpeg, 0);
        reader.Begin(this, 0);
    }

    /// <summary>Makes sure that an MCU's bits are there, or all that remain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ensure(ReadOnlySpan<byte> jpeg, ref BitReader reader)
    {
        if (reader.Position + MostOfMcu > length && !isLast)
        {
            Slide(jpeg, ref reader);
        }
    }

    /// <summary>Whether the reader has come to a marker, with less than a byte between them.</summary>
    /// <param name="marker">Where it is in the file.</param>
    public bool IsAtMarker(in BitReader reader, out int marker)
    {
        marker = source;
        var left = (length * 8L) - reader.BitPosition;
        return isLast && left is >= 0 and < 8;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Slide(ReadOnlySpan<byte> jpeg, ref BitReader reader)
    {
        var position = reader.BitPosition;
        var kept = (int)Math.Min(position >> 3, length);
        bytes.AsSpan(kept, length - kept).CopyTo(bytes);
        length -= kept;
        Fill(jpeg, length);
        reader.Begin(this, (int)(position - (kept * 8L)));
    }

    private void Fill(ReadOnlySpan<byte> jpeg, int from)
    {
        var free = bytes.AsSpan(0, Size);
        length = from;
        while (length < Size && !isLast)
        {
            var rest = jpeg[source..];
            var run = rest[..Math.Min(rest.Length, Size - length)];
            var stop = run.IndexOf((byte)0xFF);
            var plain = stop < 0 ? run.Length : stop;
            run[..plain].CopyTo(free[length..]);
            (source, length) = (source + plain, length + plain);
            if (stop < 0)
            {
                isLast = plain == rest.Length;
            }
            else if (plain + 1 < rest.Length && rest[plain + 1] == 0)
            {
                free[length++] = 0xFF;
                source += 2;
            }
            else
            {
                isLast = true;
            }
        }

        bytes.AsSpan(length).Clear();
    }
}
