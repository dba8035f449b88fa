using System.Collections.Immutable;
using Headrace.Gauge.Sites;
using Headrace.Vision.Decoding;
using Headrace.Vision.Resampling;
using Headrace.Vision.Segmentation;

namespace Headrace.Gauge.Measuring;

/// <summary>Reads the stage of the water from a picture, step by step as the original: mask, largest region, resize, counts, stage, verification.</summary>
public static class RiverGauge
{
    private const double OutlineWidth = 4;

    private static readonly (byte, byte, byte) _water = (255, 0, 0);
    private static readonly (byte, byte, byte) _outline = (0, 0, 255);

    /// <param name="truth">Of the site's segmentation size.</param>
    public static Measurement Measure(Site site, RgbImage image, ISegmenter segmenter, StageRegressor? regressor, Mask? truth)
    {
        var found = segmenter.Segment(image);
        if (site.LargestRegion)
        {
            found = LargestRegion.Keep(found);
        }

        var mask = found.ResizeNearest(site.SegmentationWidth, site.SegmentationHeight);
        var roi = site.Rois.Select(corners => PolygonRegion.Fill(corners).Count(mask)).ToImmutableArray();
        double? stage = regressor is null ? null : Math.Round(regressor.Predict(roi), 2);
        var iou = truth is null ? (double?)null : mask.IntersectionOverUnion(truth);
        return new Measurement(mask, roi, stage, iou is { } score ? Math.Round(score, 2) : null, iou > site.IouThreshold);
    }

    /// <summary>The picture at the segmentation size with its water red and its regions' outlines blue. Draws into the picture itself when it has that size.</summary>
    public static RgbImage Draw(Site site, RgbImage image, Mask mask)
    {
        var overlay = RgbResampler.Resize(image, site.SegmentationWidth, site.SegmentationHeight);
        Overlay.Paint(overlay, mask, _water);
        foreach (var corners in site.Rois)
        {
            Overlay.Outline(overlay, corners, _outline, OutlineWidth);
        }

        return overlay;
    }
}
