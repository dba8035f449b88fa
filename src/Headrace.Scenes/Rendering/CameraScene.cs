using Headrace.Scenes.Fleet;
using Headrace.Scenes.Floats;
using Headrace.Scenes.Light;
using Headrace.Scenes.Terrain;

namespace Headrace.Scenes.Rendering;

/// <summary>A site's view in one size of picture. Its land is worked out once; each picture is then light, water and weather.</summary>
/// <remarks>Safe to use from several threads at once.</remarks>
public sealed class CameraScene
{
    private readonly CameraSite _site;
    private readonly int _margin;
    private readonly Relief _relief;

    public CameraScene(CameraSite site, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 8192);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 8192);
        _site = site;
        (Width, Height) = (width, height);
        _margin = (int)MathF.Ceiling(2 * height / 1080f);
        _relief = site.River.BuildRelief(width, height, _margin);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>One picture of a site that is asked for no other.</summary>
    public static CameraFrame Render(CameraSite site, DateTimeOffset time, double stage, int width, int height, bool withObjects = false) =>
        new CameraScene(site, width, height).Render(time, stage, withObjects);

    /// <summary>The picture at a time and a stage (metres above the gauge's zero). The same arguments give the same bytes.</summary>
    public CameraFrame Render(DateTimeOffset time, double stage, bool withObjects = false)
    {
        var seed = Dice.Mix(_site.Seed, time.ToUnixTimeSeconds());
        var weather = Weather.At(_site.Seed, _site.Hydrograph, time, _site.Latitude, _site.TimeZone.BaseUtcOffset);
        var (pixels, mask) = (new byte[Width * Height * 3], new byte[Width * Height]);
        var shake = new Dice(seed);
        var shift = (shake.Below((2 * _margin) + 1), shake.Below((2 * _margin) + 1));
        var painter = new FramePainter(_site.River, _relief, (Width, Height), shift, weather, (float)stage, shake.Next(), pixels, mask);
        painter.Paint();
        var frame = new CameraFrame(Width, Height, pixels, mask, []);
        if (withObjects)
        {
            var objects = new ObjectPainter(_site.River, _relief, shift, (float)stage, painter.Exposure, frame);
            frame = frame with { Objects = objects.Paint(shake.Next()) };
        }

        RainPainter.Paint(pixels, Width, Height, weather, painter.Exposure, seed);
        return frame;
    }
}
