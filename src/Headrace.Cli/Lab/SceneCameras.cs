using System.Collections.Concurrent;
using Headrace.Lab.Load.Payloads;
using Headrace.Scenes.Fleet;
using Headrace.Scenes.Rendering;

namespace Headrace.Cli.Lab;

/// <summary>The lab's pictures: each site of <c>headrace cameras</c> at noon of one day.</summary>
internal sealed class SceneCameras : ICameras
{
    private static readonly DateTime _day = new(2025, 5, 8, 12, 0, 0, DateTimeKind.Unspecified);

    private readonly ConcurrentDictionary<long, CameraSite[]> _fleets = new();

    public ReadOnlyMemory<byte> Photograph(int site, long seed, int width, int height)
    {
        var camera = Fleet(site, seed)[site - 1];
        var noon = camera.AtLocal(_day);
        return new CameraScene(camera, width, height).Render(noon, camera.Hydrograph.StageAt(noon), false).EncodeJpeg();
    }

    /// <summary>A fleet of ten is the first ten of a larger one, so a larger one only has to be made when there are more sites.</summary>
    private CameraSite[] Fleet(int sites, long seed) => _fleets.AddOrUpdate(
        seed, _ => Create(sites, seed), (_, fleet) => fleet.Length >= sites ? fleet : Create(Math.Max(sites, 2 * fleet.Length), seed));

    private static CameraSite[] Create(int sites, long seed) => [.. CameraFleet.Create(sites, unchecked((int)(seed ^ (seed >> 32))))];
}
