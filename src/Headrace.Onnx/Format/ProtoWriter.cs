using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Headrace.Onnx.Format;

/// <summary>
/// Writes protocol buffers (https://protobuf.dev/programming-guides/encoding/). A message is written twice: once to measure, which notes the length of every message
/// inside it, and once for good, which takes those lengths in the same order. So nothing is ever buffered or moved, whatever the weights weigh.
/// </summary>
internal sealed class ProtoWriter
{
    private readonly List<long> _lengths = [];
    private readonly Stream? _stream;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _buffered;
    private int _next;

    private ProtoWriter(Stream? stream) => _stream = stream;

    /// <summary>How many bytes have been written or measured.</summary>
    public long Length { get; private set; }

    /// <summary>Writes what <paramref name="write"/> writes, without a length before it.</summary>
    /// <exception cref="InvalidOperationException">It would be longer than the 2 GiB that protocol buffers allow.</exception>
    public static void Write(Stream stream, Action<ProtoWriter> write)
    {
        var measure = new ProtoWriter(null);
        write(measure);
        if (measure.Length > int.MaxValue)
        {
            throw new InvalidOperationException($"a model of {measure.Length} bytes: protocol buffers end at 2 GiB");
        }

        var writer = new ProtoWriter(stream);
        writer._lengths.AddRange(measure._lengths);
        write(writer);
        writer.Flush();
    }

    public void Text(int field, string text)
    {
        if (text.Length > 0)
        {
            RequiredText(field, text);
        }
    }

    /// <summary>As <see cref="Text"/>, written even when empty: an item of a list counts.</summary>
    public void RequiredText(int field, string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        RequiredBytes(field, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public void RequiredBytes(int field, ReadOnlySpan<byte> bytes)
    {
        Tag(field, WireType.Length);
        Varint((ulong)bytes.Length);
        Raw(bytes);
    }

    public void Number(int field, long number)
    {
        Tag(field, WireType.Varint);
        Varint((ulong)number);
    }

    public void Number(int field, float number)
    {
        Tag(field, WireType.Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, number);
        Raw(bytes);
    }

    /// <summary>Numbers one after the other, as proto3 packs them.</summary>
    public void Packed(int field, ReadOnlySpan<long> numbers)
    {
        if (numbers.IsEmpty)
        {
            return;
        }

        Tag(field, WireType.Length);
        var length = 0L;
        foreach (var number in numbers)
        {
            length += VarintLength((ulong)number);
        }

        Varint((ulong)length);
        foreach (var number in numbers)
        {
            Varint((ulong)number);
        }
    }

    public void Packed(int field, ReadOnlySpan<float> numbers)
    {
        if (!numbers.IsEmpty)
        {
            // This machine keeps floats as the format does: little-endian.
            RequiredBytes(field, MemoryMarshal.AsBytes(numbers));
        }
    }

    public void Packed(int field, ReadOnlySpan<double> numbers)
    {
        if (!numbers.IsEmpty)
        {
            RequiredBytes(field, MemoryMarshal.AsBytes(numbers));
        }
    }

    public void Message<T>(int field, T message, Action<ProtoWriter, T> write)
    {
        Tag(field, WireType.Length);
        if (_stream is null)
        {
            var place = _lengths.Count;
            _lengths.Add(0);
            var start = Length;
            write(this, message);
            _lengths[place] = Length - start;
            Varint((ulong)_lengths[place]);
        }
        else
        {
            Varint((ulong)_lengths[_next++]);
            write(this, message);
        }
    }

    public void Messages<T>(int field, IReadOnlyList<T> messages, Action<ProtoWriter, T> write)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            Message(field, messages[i], write);
        }
    }

    private static int VarintLength(ulong number) => (BitOperations.Log2(number | 1) / 7) + 1;

    private void Tag(int field, WireType type) => Varint(((ulong)field << 3) | (ulong)type);

    private void Varint(ulong number)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        for (; number >= 0x80; number >>= 7)
        {
            bytes[length++] = (byte)(number | 0x80);
        }

        bytes[length++] = (byte)number;
        Raw(bytes[..length]);
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (_stream is null)
        {
            return;
        }

        if (bytes.Length > _buffer.Length - _buffered)
        {
            Flush();
        }

        if (bytes.Length > _buffer.Length)
        {
            _stream.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    private void Flush()
    {
        _stream!.Write(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }
}
