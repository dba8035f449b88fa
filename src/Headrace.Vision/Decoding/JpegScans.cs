using System.Buffers.Binary;

namespace Headrace.Vision.Decoding;

/// <summary>Whether a JPEG's decoder must hold the whole image: it does when the components come in several scans (ITU-T T.81, annex B).</summary>
internal static class JpegScans
{
    /// <returns>Bytes of coefficients, or 0 when the image decodes row by row. A head that makes no sense gives 0: the decoder says what is wrong with it.</returns>
    public static long CoefficientBytes(ReadOnlySpan<byte> jpeg)
    {
        var position = 2;
        long coefficients = 0;
        var components = 0;
        var progressive = false;
        while (position + 4 <= jpeg.Length && jpeg[position] == 0xFF)
        {
            var marker = jpeg[position + 1];
            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(position + 2)..]);
            var segment = jpeg[(position + 4)..Math.Min(jpeg.Length, position + 2 + Math.Max(length, (ushort)2))];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && segment.Length >= 6)
            {
                progressive = marker is 0xC2 or 0xC6 or 0xCA or 0xCE;
                components = segment[5];
                coefficients = Coefficients(segment);
            }
            else if (marker == 0xDA)
            {
                return progressive || (segment.Length > 0 && segment[0] < components) ? coefficients * sizeof(short) : 0;
            }

            position += 2 + length;
        }

        return 0;
    }

    /// <summary>Samples of all components, by their sampling factors.</summary>
    private static long Coefficients(ReadOnlySpan<byte> frame)
    {
        long pixels = (long)BinaryPrimitives.ReadUInt16BigEndian(frame[1..]) * BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        int most = 1, sum = 0;
        for (var at = 6; at + 3 <= frame.Length && at < 6 + (3 * frame[5]); at += 3)
        {
            var samples = (frame[at + 1] >> 4) * (frame[at + 1] & 15);
            (most, sum) = (Math.Max(most, samples), sum + samples);
        }

        return pixels * sum / most;
    }
}
