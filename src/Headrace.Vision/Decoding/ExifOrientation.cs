using System.Buffers.Binary;

namespace Headrace.Vision.Decoding;

/// <summary>How a camera says it was held: EXIF's tag 274 (CIPA DC-008, 4.6.5.1), in a JPEG's APP1 segment.</summary>
internal static class ExifOrientation
{
    /// <summary>1 to 8; 1, upright, where nothing is said or what is said makes no sense.</summary>
    public static int OfJpeg(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 4 <= jpeg.Length && jpeg[at] == 0xFF;)
        {
            if (jpeg[at + 1] == 0xFF)
            {
                at++;
                continue;
            }

            if (jpeg[at + 1] is 0xDA or 0xD9)
            {
                return 1;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            var end = Math.Min(jpeg.Length, at + 2 + length);
            if (jpeg[at + 1] == 0xE1 && end > at + 10 && jpeg[(at + 4)..end].StartsWith("Exif\0\0"u8))
            {
                return OfTiff(jpeg[(at + 10)..end]);
            }

            at += 2 + length;
        }

        return 1;
    }

    /// <summary>The first directory of a TIFF structure; a value of one short stands in the entry itself.</summary>
    private static int OfTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II"u8) || tiff.StartsWith("MM"u8)))
        {
            return 1;
        }

        var isLittle = tiff[0] == 'I';
        var directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
        {
            return 1;
        }

        var entries = Short(tiff[(int)directory..]);
        for (var entry = 0; entry < entries; entry++)
        {
            var at = (int)directory + 2 + (entry * 12);
            if (at + 12 > tiff.Length)
            {
                return 1;
            }

            if (Short(tiff[at..]) == 0x0112)
            {
                return Short(tiff[(at + 8)..]) is >= 1 and <= 8 and var orientation ? orientation : 1;
            }
        }

        return 1;

        ushort Short(ReadOnlySpan<byte> bytes) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }
}
