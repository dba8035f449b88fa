using Headrace.Scenes.Hydrology;

namespace Headrace.Scenes.Light;

/// <summary>Sun and sky at one moment.</summary>
/// <param name="Sun">Degrees above the horizon.</param>
/// <param name="Overcast">0 (clear) to 1.</param>
/// <param name="Rain">0 (dry) to 1 (a downpour).</param>
/// <param name="Fog">0 to 1: mist over the river in the morning.</param>
/// <param name="Wind">0 (a mirror) to 1 (rough water).</param>
internal sealed record Weather(float Sun, float Overcast, float Rain, float Fog, float Wind)
{
    private const float DegreesPerHour = 15;

    /// <param name="standardOffset">The site's time zone without summer time: it tells the longitude well enough.</param>
    public static Weather At(ulong seed, Hydrograph hydrograph, DateTimeOffset time, double latitude, TimeSpan standardOffset)
    {
        var solar = time.ToOffset(TimeSpan.Zero).DateTime + standardOffset;
        var sun = SunAt(solar, latitude);
        var hours = (time - DateTimeOffset.UnixEpoch).TotalHours;
        var rain = (float)hydrograph.RainAt(time);
        var clouds = (1.6f * Wandering(Dice.Mix(seed, 1), hours / 7)) - 0.45f;
        var morning = MathF.Max(0, 1 - (MathF.Abs((float)solar.TimeOfDay.TotalHours - 6.5f) / 2.5f));
        return new Weather(
            sun,
            Math.Clamp(MathF.Max(clouds, 1.6f * rain), 0, 1),
            rain,
            MathF.Max(morning * Math.Clamp((2.4f * Wandering(Dice.Mix(seed, 2), hours / 24)) - 1.2f, 0, 1), 0.35f * rain),
            Math.Clamp(Wandering(Dice.Mix(seed, 3), hours / 5) + (0.3f * rain), 0.05f, 1));
    }

    /// <summary>Within a degree or so: declination by the day of the year, the equation of time left out.</summary>
    private static float SunAt(DateTime solar, double latitude)
    {
        var declination = -23.44 * Math.Cos(2 * Math.PI * (solar.DayOfYear + 10) / 365.25) * (Math.PI / 180);
        var hour = (solar.TimeOfDay.TotalHours - 12) * DegreesPerHour * (Math.PI / 180);
        var north = latitude * (Math.PI / 180);
        return (float)(Math.Asin((Math.Sin(north) * Math.Sin(declination)) + (Math.Cos(north) * Math.Cos(declination) * Math.Cos(hour))) * (180 / Math.PI));
    }

    /// <summary>A value from 0 to 1 that wanders from one whole number to the next.</summary>
    private static float Wandering(ulong seed, double at)
    {
        var whole = (long)Math.Floor(at);
        var part = (float)(at - whole);
        return float.Lerp(new Dice(Dice.Mix(seed, whole)).Unit(), new Dice(Dice.Mix(seed, whole + 1)).Unit(), part * part * (3 - (2 * part)));
    }
}
