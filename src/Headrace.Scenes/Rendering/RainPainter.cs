using Headrace.Scenes.Light;

namespace Headrace.Scenes.Rendering;

/// <summary>Streaks of falling rain, brighter than what is behind them.</summary>
internal static class RainPainter
{
    public static void Paint(byte[] pixels, int width, int height, Weather weather, Exposure exposure, ulong seed)
    {
        if (weather.Rain < 0.05f)
        {
            return;
        }

        var dice = new Dice(seed ^ 0x7A1B);
        var slant = dice.Between(-0.3f, 0.3f);
        var streaks = (int)(weather.Rain * 900);
        var brightness = Exposure.Luma(exposure.Haze) + 40;
        for (var i = 0; i < streaks; i++)
        {
            var (x, y) = (dice.Unit() * width, dice.Between(-0.1f, 1) * height);
            var length = height * dice.Between(0.015f, 0.07f);
            var strength = dice.Between(0.06f, 0.22f);
            for (var step = 0; step < length; step++)
            {
                var (column, row) = ((int)(x + (slant * step)), (int)(y + step));
                if (column < 0 || column >= width || row < 0 || row >= height)
                {
                    continue;
                }

                var at = ((row * width) + column) * 3;
                for (var channel = 0; channel < 3; channel++)
                {
                    pixels[at + channel] = (byte)Math.Clamp(float.Lerp(pixels[at + channel], brightness, strength), 0, 255);
                }
            }
        }
    }
}
