namespace Headrace.Vision.Decoding.Luma;

/// <summary>The order of coefficients. Two blocks lie together, a row of eight of the one and then a row of the other, so that one vector holds a row of both.</summary>
internal static class Blocks
{
    public const int Coefficients = 64;

    /// <summary>From one row of a block to its next, and from the rows of one pair to those of the next.</summary>
    public const int Row = 16, Pair = 144;

    /// <summary>Where the second block of a pair begins.</summary>
    public const int Second = 8;

    /// <summary>What a block takes of a pair's memory, the other's rows among it: behind all rows, where what lies past the last coefficient is written (and never read).</summary>
    public const int Memory = Pair - Second;

    /// <summary>From zigzag order to rows of eight (T.81, figure 5).</summary>
    public static ReadOnlySpan<byte> NaturalOrder =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>Places in a pair by how many coefficients are left behind one; and for less than none, modulo 128, the place behind the block.</summary>
    public static ReadOnlySpan<byte> ReverseOrder =>
    [
        119, 118, 103, 87, 102, 117, 116, 101, 86, 71, 55, 70, 85, 100, 115, 114, 99, 84, 69, 54, 39, 23, 38, 53, 68, 83, 98, 113, 112, 97, 82, 67,
        52, 37, 22, 7, 6, 21, 36, 51, 66, 81, 96, 80, 65, 50, 35, 20, 5, 4, 19, 34, 49, 64, 48, 33, 18, 3, 2, 17, 32, 16, 1, 0,
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
    ];
}
