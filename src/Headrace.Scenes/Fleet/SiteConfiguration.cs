using System.Collections.Immutable;
using System.Text.Json;

namespace Headrace.Scenes.Fleet;

/// <summary>A camera's site as the gauge function wants it described.</summary>
/// <param name="Model">A model's name, as functions find it.</param>
/// <param name="MaskSize">Width and height of the model's mask.</param>
/// <param name="SegmentationSize">Width and height of the picture in whose pixels the polygons and the counts are.</param>
/// <param name="Rois">Polygons as lists of [x, y].</param>
/// <param name="Regressor">None until the site has been calibrated.</param>
/// <param name="GroundTruth">A mask to verify by, relative to this file.</param>
public sealed record SiteConfiguration(
    string Id,
    string Bucket,
    string Model,
    ImmutableArray<int> MaskSize,
    ImmutableArray<int> SegmentationSize,
    ImmutableArray<ImmutableArray<ImmutableArray<int>>> Rois,
    string? Regressor,
    string? GroundTruth,
    double IouThreshold,
    string TimeZone)
{
    /// <summary>The segmentation network that is trained on these scenes.</summary>
    public const string WaterModel = "water.onnx";

    /// <summary>The original's.</summary>
    private const double VerifiedAbove = 0.9;

    /// <summary>The input and output size of <see cref="WaterModel"/>.</summary>
    public static (int Width, int Height) WaterModelSize => (320, 192);

    public static SiteConfiguration Of(CameraSite site, int width, int height, string? groundTruth) => new(
        site.Id,
        site.Bucket,
        WaterModel,
        [WaterModelSize.Width, WaterModelSize.Height],
        [width, height],
        [.. site.RegionsOfInterest(width, height).Select(region => region.Select(corner => ImmutableArray.Create(corner.X, corner.Y)).ToImmutableArray())],
        Regressor: null,
        groundTruth,
        VerifiedAbove,
        site.TimeZone.Id);

    /// <summary>The file <c>sites.json</c>: an object with one list, <c>sites</c>.</summary>
    public static string ToJson(ImmutableArray<SiteConfiguration> sites) => JsonSerializer.Serialize(new SiteList(sites), SiteJson.Default.SiteList);
}
