namespace Headrace.Store.Contents;

/// <summary>
/// The pieces of a content as the database keeps them: one byte of format version, then for each piece its kind (a byte) and its
/// number, start and length as LEB128.
/// </summary>
internal static class PieceList
{
    private const byte FormatVersion = 1;
    private const int MostBytesPerPiece = 1 + 3 * 10;

    public static byte[] Encode(ReadOnlySpan<Piece> pieces)
    {
        var buffer = new byte[1 + pieces.Length * MostBytesPerPiece];
        buffer[0] = FormatVersion;
        var used = 1;
        foreach (var piece in pieces)
        {
            buffer[used++] = (byte)piece.Kind;
            Write(buffer, ref used, piece.Number);
            Write(buffer, ref used, piece.Start);
            Write(buffer, ref used, piece.Length);
        }

        return buffer.AsSpan(0, used).ToArray();
    }

    /// <exception cref="InvalidDataException">Not something this version wrote.</exception>
    public static Piece[] Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != FormatVersion)
        {
            throw new InvalidDataException("A list of pieces is damaged, or of a later format.");
        }

        var pieces = new List<Piece>();
        for (var at = 1; at < bytes.Length;)
        {
            var kind = (PieceKind)bytes[at++];
            if (kind is not (PieceKind.Body or PieceKind.Shared or PieceKind.Own))
            {
                throw new InvalidDataException($"A list of pieces names the unknown kind {(int)kind}.");
            }

            pieces.Add(new Piece(kind, Read(bytes, ref at), Read(bytes, ref at), Read(bytes, ref at)));
        }

        return [.. pieces];
    }

    private static void Write(byte[] buffer, ref int used, long value)
    {
        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7)
        {
            buffer[used++] = (byte)(rest | 0x80);
        }

        buffer[used++] = (byte)rest;
    }

    private static long Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at == bytes.Length)
            {
                throw new InvalidDataException("A list of pieces ends in the middle of a number.");
            }

            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }

        throw new InvalidDataException("A list of pieces holds a number that is too long.");
    }
}
