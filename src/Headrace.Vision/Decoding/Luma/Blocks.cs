namespace Headrace.Vision.Decoding.Luma;

/// <summary>The order of a block's coefficients.</summary>
internal static class Blocks
{
    public const int Coefficients = 64;

    /// <summary>Memory for a block: behind its coefficients, where what lies past the last one is written (and never read).</summary>
    public const int Memory = 72;

    /// <summary>From zigzag order to rows of eight (T.81, figure 5).</summary>
    public static ReadOnlySpan<byte> NaturalOrder =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>The same by how many coefficients are left behind one; and for less than none, modulo 128, the place behind the block.</summary>
    public static ReadOnlySpan<byte> ReverseOrder =>
    [
        63, 62, 55, 47, 54, 61, 60, 53, 46, 39, 31, 38, 45, 52, 59, 58, 51, 44, 37, 30, 23, 15, 22, 29, 36, 43, 50, 57, 56, 49, 42, 35,
        28, 21, 14, 7, 6, 13, 20, 27, 34, 41, 48, 40, 33, 26, 19, 12, 5, 4, 11, 18, 25, 32, 24, 17, 10, 3, 2, 9, 16, 8, 1, 0,
        64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
        64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
    ];
}
