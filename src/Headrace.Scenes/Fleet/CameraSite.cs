using System.Collections.Immutable;
using System.Globalization;
using Headrace.Scenes.Hydrology;
using Headrace.Scenes.Terrain;

namespace Headrace.Scenes.Fleet;

/// <summary>One camera on a river: who it is, what it looks at, and the river's own truth.</summary>
public sealed class CameraSite
{
    private readonly Lazy<RiverSite> _river;

    /// <param name="id">Also the beginning of its bucket's name: lower-case letters, digits and hyphens.</param>
    public CameraSite(string id, ulong seed, TimeZoneInfo timeZone, double latitude)
    {
        (Id, Seed, TimeZone, Latitude) = (id, seed, timeZone, latitude);
        Hydrograph = new Hydrograph(Dice.Mix(seed, 0x4D5));
        _river = new Lazy<RiverSite>(() => RiverSite.Create(seed));
    }

    public string Id { get; }

    public ulong Seed { get; }

    public TimeZoneInfo TimeZone { get; }

    /// <summary>Degrees north.</summary>
    public double Latitude { get; }

    public Hydrograph Hydrograph { get; }

    public string Bucket => $"{Id}-image";

    internal RiverSite River => _river.Value;

    /// <summary>Two polygons on the bank, in pixels of a picture of that size, whose water pixels grow with the stage.</summary>
    public ImmutableArray<ImmutableArray<PixelPoint>> RegionsOfInterest(int width, int height) =>
    [
        .. River.Regions.Select(corners => corners
            .Select(corner => new PixelPoint((int)MathF.Round(corner.X * (width - 1)), (int)MathF.Round(corner.Y * (height - 1))))
            .ToImmutableArray()),
    ];

    /// <summary>A moment on the site's own clock.</summary>
    public DateTimeOffset LocalTime(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, TimeZone);

    /// <summary>The moment at which the site's own clock shows that time; within the hour that summer time skips, an hour later.</summary>
    public DateTimeOffset AtLocal(DateTime local)
    {
        var shown = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return TimeZone.IsInvalidTime(shown)
            ? LocalTime(new DateTimeOffset(shown, TimeZone.GetUtcOffset(shown.AddHours(-1))))
            : new DateTimeOffset(shown, TimeZone.GetUtcOffset(shown));
    }

    /// <summary>What the camera calls the picture: its own clock's time.</summary>
    public string ImageName(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"image_capture_{LocalTime(time):yyyy-MM-dd_HH-mm-ss}.jpg");
}
