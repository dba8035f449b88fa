using System.Buffers.Binary;

namespace Headrace.Telemetry.Logs;

/// <summary>
/// The format of a stream's file: <c>HRL1</c>, the stream's name (u16 length, UTF-8), then one frame per event:
/// u32 length · i64 timestamp · i64 ingestion time · UTF-8 message · u32 length again. Little-endian.
/// A stream that was created before its first event begins with <c>HRL2</c> instead, and has its creation time (i64) behind the name.
/// </summary>
/// <remarks>
/// The length stands at both ends, so that a stream can be read in either direction and a frame that a crash cut short (or that is
/// just being written) is told from a whole one.
/// </remarks>
internal static class LogFrame
{
    public const int HeaderLength = 20;
    public const int Overhead = HeaderLength + sizeof(uint);

    /// <summary>The longest message of one event: 1 MB less the 26 bytes that CloudWatch adds for each when it counts.</summary>
    public const int LongestMessage = 1_048_550;

    /// <summary>A longer line of a function becomes several events, as AWS Lambda cuts it.</summary>
    public const int LongestLine = 262_118;

    /// <summary>The longest file header: a name of 512 characters of up to 4 bytes.</summary>
    public const int LongestFileHeader = FixedFileHeader + (512 * 4) + sizeof(long);

    private const int FixedFileHeader = 4 + sizeof(ushort);

    private static ReadOnlySpan<byte> Magic => "HRL1"u8;

    private static ReadOnlySpan<byte> MagicWithCreation => "HRL2"u8;

    public static byte[] FileHeader(ReadOnlySpan<byte> name, long? creationTime = null)
    {
        var header = new byte[FixedFileHeader + name.Length + (creationTime is null ? 0 : sizeof(long))];
        (creationTime is null ? Magic : MagicWithCreation).CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), (ushort)name.Length);
        name.CopyTo(header.AsSpan(FixedFileHeader));
        if (creationTime is { } created)
        {
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(FixedFileHeader + name.Length), created);
        }

        return header;
    }

    /// <summary>The header's length and what is in it; false when the bytes are not (yet) a stream's file.</summary>
    public static bool TryReadFileHeader(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> name, out long? creationTime, out int length)
    {
        name = default;
        creationTime = null;
        length = 0;
        if (bytes.Length < FixedFileHeader || !(bytes.StartsWith(Magic) || bytes.StartsWith(MagicWithCreation)))
        {
            return false;
        }

        var hasCreation = bytes.StartsWith(MagicWithCreation);
        var nameEnd = FixedFileHeader + BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        length = nameEnd + (hasCreation ? sizeof(long) : 0);
        if (bytes.Length < length)
        {
            return false;
        }

        name = bytes[FixedFileHeader..nameEnd];
        creationTime = hasCreation ? BinaryPrimitives.ReadInt64LittleEndian(bytes[nameEnd..]) : null;
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
        return message <= LongestMessage && Timestamp(header) > 0 ? Overhead + (int)message : 0;
    }

    /// <summary>How many bytes the frame takes that ends with these four bytes.</summary>
    public static long LengthBefore(ReadOnlySpan<byte> trailer) => Overhead + (long)BinaryPrimitives.ReadUInt32LittleEndian(trailer);

    public static bool IsWhole(ReadOnlySpan<byte> frame) => frame[..4].SequenceEqual(frame[^4..]);

    public static long Timestamp(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt64LittleEndian(frame[4..]);

    public static long IngestionTime(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt64LittleEndian(frame[12..]);

    public static ReadOnlySpan<byte> Message(ReadOnlySpan<byte> frame) => frame[HeaderLength..^4];
}
