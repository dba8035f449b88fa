using System.Buffers.Binary;

namespace Headrace.Telemetry.Logs;

/// <summary>
/// The format of a stream's file: <c>HRL1</c>, the stream's name (u16 length, UTF-8), then one frame per event:
/// u32 length · i64 timestamp · i64 ingestion time · UTF-8 message · u32 length again. Little-endian.
/// </summary>
/// <remarks>
/// The length stands at both ends, so that a stream can be read in either direction and a frame that a crash cut short (or that is
/// just being written) is told from a whole one.
/// </remarks>
internal static class LogFrame
{
    public const int HeaderLength = 20;
    public const int Overhead = HeaderLength + sizeof(uint);

    /// <summary>The longest message of one event; AWS Lambda cuts longer lines the same way.</summary>
    public const int LongestMessage = 262_118;

    private static ReadOnlySpan<byte> Magic => "HRL1"u8;

    public static byte[] FileHeader(ReadOnlySpan<byte> name)
    {
        var header = new byte[Magic.Length + sizeof(ushort) + name.Length];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Magic.Length), (ushort)name.Length);
        name.CopyTo(header.AsSpan(Magic.Length + sizeof(ushort)));
        return header;
    }

    /// <summary>The header's length and the name in it; false when the bytes are not (yet) a stream's file.</summary>
    public static bool TryReadFileHeader(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> name, out int length)
    {
        name = default;
        length = 0;
        var fixedPart = Magic.Length + sizeof(ushort);
        if (bytes.Length < fixedPart || !bytes.StartsWith(Magic))
        {
            return false;
        }

        length = fixedPart + BinaryPrimitives.ReadUInt16LittleEndian(bytes[Magic.Length..]);
        if (bytes.Length < length)
        {
            return false;
        }

        name = bytes[fixedPart..length];
        return true;
    }

    public static int Write(Span<byte> target, long timestamp, long ingestionTime, ReadOnlySpan<byte> message)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)message.Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[4..], timestamp);
        BinaryPrimitives.WriteInt64LittleEndian(target[12..], ingestionTime);
        message.CopyTo(target[HeaderLength..]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[(HeaderLength + message.Length)..], (uint)message.Length);
        return Overhead + message.Length;
    }

    /// <summary>How many bytes the frame takes that begins here, were it whole; 0 when this cannot be a frame.</summary>
    public static int LengthOf(ReadOnlySpan<byte> header)
    {
        var message = BinaryPrimitives.ReadUInt32LittleEndian(header);
        return message <= LongestMessage && BinaryPrimitives.ReadInt64LittleEndian(header[4..]) > 0 ? Overhead + (int)message : 0;
    }

    /// <summary>How many bytes the frame takes that ends with these four bytes.</summary>
    public static long LengthBefore(ReadOnlySpan<byte> trailer) => Overhead + (long)BinaryPrimitives.ReadUInt32LittleEndian(trailer);

    public static bool IsWhole(ReadOnlySpan<byte> frame) => frame[..4].SequenceEqual(frame[^4..]);

    public static long Timestamp(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt64LittleEndian(frame[4..]);

    public static long IngestionTime(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt64LittleEndian(frame[12..]);

    public static ReadOnlySpan<byte> Message(ReadOnlySpan<byte> frame) => frame[HeaderLength..^4];
}
