namespace Headrace.Scenes.Terrain;

/// <summary>A staff gauge that stands in the water: black ticks each 5 cm, longer ones each 10 cm, a number each half metre.</summary>
/// <param name="Width">In metres.</param>
internal sealed record GaugeBoard(float X, float Z, float Width)
{
    public const float Foot = Bank.Toe - 0.3f;
    public const float Top = 3.9f;

    // Seven segments per digit: top, upper left, upper right, middle, lower left, lower right, bottom.
    private static readonly byte[] _digits = [0b1110111, 0b0010010, 0b1011101, 0b1011011, 0b0111010, 0b1101011, 0b1101111, 0b1010010, 0b1111111, 0b1111011];

    /// <summary>Whether the board is black there.</summary>
    /// <param name="across">0 (left edge) to 1.</param>
    /// <param name="elevation">Metres above the gauge's zero.</param>
    public static bool IsMarked(float across, float elevation)
    {
        if (across is < 0.06f or > 0.94f || elevation < 0)
        {
            return across is < 0.06f or > 0.94f;
        }

        var centimetres = elevation * 100;
        var decimetre = MathF.Floor(centimetres / 10);
        var within = centimetres - (10 * decimetre);
        if (decimetre % 5 == 0 && within < 9 && across > 0.5f)
        {
            // 0, 5, 10, 15 …: decimetres as numbers.
            return IsDigit((int)decimetre, (across - 0.52f) / 0.4f, within / 9);
        }

        // The E pattern of staff gauges: bars of 2 cm on a spine per decimetre, turned every decimetre.
        var reach = decimetre % 10 == 0 ? 0.5f : 0.4f;
        return across < reach && (within % 4 < 2 || (across < 0.14f && within < 10));
    }

    private static bool IsDigit(int number, float across, float up)
    {
        var digits = number >= 10 ? 2 : 1;
        var place = across * digits;
        if (place < 0 || place >= digits)
        {
            return false;
        }

        var digit = digits == 2 && place < 1 ? number / 10 : number % 10;
        var (x, y) = ((place - MathF.Floor(place)) / 0.82f, 1 - up);
        var segments = _digits[digit];
        return x <= 1 && (Is(6) && y < 0.18f || Is(3) && MathF.Abs(y - 0.5f) < 0.09f || Is(0) && y > 0.82f
            || Is(5) && x < 0.28f && y < 0.5f || Is(4) && x > 0.72f && y < 0.5f || Is(2) && x < 0.28f && y >= 0.5f || Is(1) && x > 0.72f && y >= 0.5f);

        bool Is(int segment) => (segments & (1 << segment)) != 0;
    }
}
