namespace Headrace.Scenes.Textures;

/// <summary>A sensor's noise, once for all: rows of pictures begin at different places in it.</summary>
internal static class Grain
{
    private const int Length = 1 << 17;

    /// <summary>About normally distributed, standard deviation 1.</summary>
    public static float[] Table { get; } = Create();

    private static float[] Create()
    {
        var dice = new Dice(97);
        var table = new float[Length];
        for (var i = 0; i < Length; i++)
        {
            // Four uniform numbers: their sum has variance 4/12.
            table[i] = (dice.Unit() + dice.Unit() + dice.Unit() + dice.Unit() - 2) * 1.732f;
        }

        return table;
    }
}
