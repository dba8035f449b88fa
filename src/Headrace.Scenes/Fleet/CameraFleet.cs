using System.Collections.Immutable;
using System.Globalization;

namespace Headrace.Scenes.Fleet;

/// <summary>Any number of cameras from one seed. A fleet of ten is the first ten of a fleet of three hundred.</summary>
public static class CameraFleet
{
    /// <summary>Where they stand: a time zone and a latitude that belong together.</summary>
    private static readonly ImmutableArray<(string Zone, double Latitude)> _places =
    [
        ("America/Denver", 41.7), ("America/Chicago", 41.9), ("America/New_York", 42.4), ("America/Los_Angeles", 44.1), ("Europe/Berlin", 50.1),
    ];

    /// <exception cref="TimeZoneNotFoundException">The machine has no time zone data.</exception>
    public static ImmutableArray<CameraSite> Create(int sites, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sites);
        return [.. Enumerable.Range(1, sites).Select(number => CreateSite(number, seed))];
    }

    private static CameraSite CreateSite(int number, int seed)
    {
        var siteSeed = Dice.Mix((ulong)(uint)seed, number);
        var (zone, latitude) = _places[new Dice(Dice.Mix(siteSeed, 0x20E)).Below(_places.Length)];
        return new CameraSite(string.Create(CultureInfo.InvariantCulture, $"site{number:000}"), siteSeed, TimeZoneInfo.FindSystemTimeZoneById(zone), latitude);
    }
}
