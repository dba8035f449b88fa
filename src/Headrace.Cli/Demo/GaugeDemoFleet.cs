using System.Collections.Immutable;
using System.Text;
using Headrace.Scenes.Fleet;
using Headrace.Scenes.Hydrology;
using Headrace.Scenes.Rendering;
using Headrace.Vision.Segmentation;

namespace Headrace.Cli.Demo;

/// <summary>The demo's cameras: their pictures as files, and beside them the truth, the site configuration, and a regressor for each site.</summary>
internal sealed class GaugeDemoFleet(string folder, ImmutableArray<CameraSite> sites, int imagesPerSite, (int Width, int Height) size)
{
    /// <summary>Stages at which each site is calibrated, evenly from the lowest to the highest.</summary>
    private const int CalibrationStages = 21;

    /// <summary>Of the full picture's sides: calibration looks at masks alone.</summary>
    private const int CalibrationShrink = 4;

    private static readonly TimeSpan _interval = TimeSpan.FromHours(7);
    private static readonly DateTime _start = new(2025, 4, 25, 7, 0, 0);

    private readonly GaugeDemoImage[] _images = new GaugeDemoImage[sites.Length * imagesPerSite];

    public IReadOnlyList<GaugeDemoImage> Images => _images;

    public ImmutableArray<CameraSite> Sites => sites;

    /// <summary>What goes to the bucket that configures the function, by key: <c>sites.json</c>, and each site's own files.</summary>
    public Dictionary<string, byte[]> Configuration { get; } = [];

    /// <summary>What <c>sites.json</c> says.</summary>
    public ImmutableArray<SiteConfiguration> Configurations { get; private set; } = [];

    public async Task DrawAsync(DemoProgress progress, CancellationToken cancellationToken)
    {
        var files = new (byte[] Regressor, byte[] Truth)[sites.Length];
        await Parallel.ForAsync(0, sites.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken }, async (index, cancelled) =>
        {
            files[index] = Calibrate(sites[index]);
            await DrawAsync(index, cancelled);
            progress.Advance();
        });
        Configurations = [.. sites.Select(site => SiteConfiguration.Of(site, size.Width, size.Height, $"{site.Id}/truth.png") with { Regressor = $"{site.Id}/regressor.onnx" })];
        Configuration["sites.json"] = Encoding.UTF8.GetBytes(SiteConfiguration.ToJson(Configurations));
        foreach (var (site, (regressor, truth)) in sites.Zip(files))
        {
            Configuration[$"{site.Id}/regressor.onnx"] = regressor;
            Configuration[$"{site.Id}/truth.png"] = truth;
        }
    }

    /// <summary>From the scenes' true masks, not from the model's: what the model does wrong is in the result.</summary>
    private (byte[] Regressor, byte[] Truth) Calibrate(CameraSite site)
    {
        var (width, height) = (size.Width / CalibrationShrink, size.Height / CalibrationShrink);
        var scene = new CameraScene(site, width, height);
        var noon = site.AtLocal(_start.Date.AddHours(12));
        var regions = site.RegionsOfInterest(width, height).Select(roi => PolygonRegion.Fill([.. roi.Select(corner => new PolygonPoint(corner.X, corner.Y))])).ToList();
        var full = site.RegionsOfInterest(size.Width, size.Height).Sum(roi => Area(PolygonRegion.Fill([.. roi.Select(corner => new PolygonPoint(corner.X, corner.Y))])));
        var scale = full / regions.Sum(Area);
        var points = new List<(double, double)>();
        byte[] truth = [];
        for (var step = 0; step < CalibrationStages; step++)
        {
            var stage = Hydrograph.LowestStage + ((Hydrograph.HighestStage - Hydrograph.LowestStage) * step / (CalibrationStages - 1));
            var frame = scene.Render(noon, stage);
            var mask = new Mask(width, height, Array.ConvertAll(frame.WaterMask, value => value > 0 ? (byte)1 : (byte)0));
            points.Add((regions.Sum(region => region.Count(mask)) * scale, stage));
            if (Math.Abs(stage - site.Hydrograph.StageAt(noon)) <= (Hydrograph.HighestStage - Hydrograph.LowestStage) / (CalibrationStages - 1))
            {
                truth = frame.EncodeMask();
            }
        }

        return (GaugeDemoRating.ToOnnx(points, regions.Count), truth.Length > 0 ? truth : scene.Render(noon, site.Hydrograph.StageAt(noon)).EncodeMask());
    }

    private async Task DrawAsync(int index, CancellationToken cancellationToken)
    {
        var site = sites[index];
        var scene = new CameraScene(site, size.Width, size.Height);
        for (var image = 0; image < imagesPerSite; image++)
        {
            var time = site.LocalTime(site.AtLocal(_start) + (_interval * image));
            var stage = site.Hydrograph.StageAt(time);
            var jpeg = scene.Render(time, stage).EncodeJpeg();
            var path = Path.Combine(folder, $"{site.Id}_{image}.jpg");
            await File.WriteAllBytesAsync(path, jpeg, cancellationToken);
            // In the order of time, then of sites: as cameras that all send at once.
            _images[(image * sites.Length) + index] = new GaugeDemoImage(site.Id, site.Bucket, site.ImageName(time), path, time, stage);
        }
    }

    private static double Area(PolygonRegion region)
    {
        var full = new Mask(region.Left + region.Width, region.Top + region.Height);
        full.Pixels.Fill(1);
        return region.Count(full);
    }
}
