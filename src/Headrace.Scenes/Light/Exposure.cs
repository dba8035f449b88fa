using System.Numerics;

namespace Headrace.Scenes.Light;

/// <summary>What the weather and the camera make of colours: the sky's, the light's, and grain.</summary>
internal sealed class Exposure
{
    /// <summary>Below this the camera switches to its infrared lamp and to gray.</summary>
    private const float InfraredBelow = -4;

    public Exposure(Weather weather)
    {
        IsInfrared = weather.Sun < InfraredBelow;
        var day = Smooth(weather.Sun, -6, 10);
        var dusk = Smooth(weather.Sun, -8, -1) * (1 - Smooth(weather.Sun, 3, 14)) * (1 - weather.Overcast);
        var clear = Vector3.Lerp(new Vector3(46, 52, 74), new Vector3(92, 142, 206), day);
        var clearHaze = Vector3.Lerp(Vector3.Lerp(new Vector3(70, 76, 96), new Vector3(208, 222, 234), day), new Vector3(236, 172, 124), 0.75f * dusk);
        var gray = Vector3.Lerp(new Vector3(58, 60, 68), new Vector3(184, 189, 195), day) * (1 - (0.25f * weather.Rain));
        Zenith = Vector3.Lerp(clear, gray, weather.Overcast);
        Haze = Vector3.Lerp(clearHaze, gray * 1.1f, weather.Overcast);
        Clouds = Vector3.Lerp(Vector3.Lerp(new Vector3(90, 92, 104), new Vector3(246, 247, 250), day), new Vector3(242, 190, 160), 0.6f * dusk);
        var white = Vector3.Lerp(Vector3.Lerp(new Vector3(1.04f, 1, 0.94f), new Vector3(1.12f, 0.94f, 0.8f), dusk), new Vector3(0.84f, 0.87f, 0.9f), weather.Overcast);
        Light = white * float.Lerp(0.42f, 1, day);
        Contrast = float.Lerp(1, 0.72f, weather.Overcast);
        Grain = IsInfrared ? 8.5f : float.Lerp(6.5f, 2.2f, day) + (1.5f * weather.Rain);
        HazePerMetre = 0.0012f + (0.012f * weather.Fog) + (0.004f * weather.Rain);
        if (IsInfrared)
        {
            (Zenith, Haze, Clouds, Light) = (new Vector3(16), new Vector3(20), new Vector3(26), new Vector3(0.95f));
        }
    }

    /// <summary>Gray pictures, lit from the camera: what is near is bright.</summary>
    public bool IsInfrared { get; }

    public Vector3 Zenith { get; }

    public Vector3 Haze { get; }

    public Vector3 Clouds { get; }

    /// <summary>What sunlight or skylight makes of a colour at noon.</summary>
    public Vector3 Light { get; }

    public float Contrast { get; }

    /// <summary>Standard deviation of the sensor's noise.</summary>
    public float Grain { get; }

    public float HazePerMetre { get; }

    /// <summary>A colour at noon as it looks now, near the camera.</summary>
    public Vector3 Lit(Vector3 colour)
    {
        var lit = (((colour - new Vector3(110)) * Contrast) + new Vector3(110)) * Light;
        return IsInfrared ? new Vector3(Luma(lit)) : lit;
    }

    /// <summary>How much of a thing's own light arrives from that far, the rest being haze.</summary>
    public float Arriving(float metres) => MathF.Exp(-HazePerMetre * metres);

    /// <summary>1 by day; at night what is left of the lamp's light.</summary>
    public float LampAt(float metres) => IsInfrared ? 0.26f + (1.05f * MathF.Exp(-metres / 36)) : 1;

    public static float Luma(Vector3 colour) => Vector3.Dot(colour, new Vector3(0.299f, 0.587f, 0.114f));

    private static float Smooth(float value, float from, float to)
    {
        var part = Math.Clamp((value - from) / (to - from), 0, 1);
        return part * part * (3 - (2 * part));
    }
}
