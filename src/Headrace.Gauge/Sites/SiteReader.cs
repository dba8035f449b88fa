using System.Collections.Immutable;
using System.Globalization;
using Headrace.Vision.Segmentation;

namespace Headrace.Gauge.Sites;

/// <summary>Reads one site from its fields and notes everything that is wrong with it.</summary>
internal sealed class SiteReader(string name, SiteNode node, Func<string, string, bool>? fileExists, List<SiteFault> faults)
{
    private const int LargestSide = 8192;
    private const int MostRois = 32;
    private const int MostCorners = 1000;

    private static readonly string[] _known =
    [
        "id", "bucket", "prefix", "model", "mask_decoder", "prompt", "mask_size", "segmentation_size", "rois", "regressor", "ground_truth", "iou_threshold",
        "time_zone", "largest_region", "water_class", "mean", "scale", "output_bucket",
    ];

    private readonly Dictionary<string, SiteNode> _fields = new(StringComparer.Ordinal);

    public Site? Read()
    {
        if (node.Fields is null)
        {
            Fault("", "a site is a mapping of fields");
            return null;
        }

        var before = faults.Count;
        foreach (var (field, value) in node.Fields)
        {
            if (!_known.Contains(field))
            {
                Fault(field, $"unknown field; there are: {string.Join(", ", _known)}");
            }
            else if (!_fields.TryAdd(field, value))
            {
                Fault(field, "stands there twice");
            }
        }

        var (maskWidth, maskHeight) = Size("mask_size", (1024, 1024));
        var (width, height) = Size("segmentation_size", null);
        var site = new Site
        {
            Id = Required("id"),
            Bucket = Text("bucket"),
            Prefix = Text("prefix") ?? "",
            Model = File("model") ?? Missing("model"),
            MaskDecoder = File("mask_decoder"),
            Segmentation = new SegmenterSettings(maskWidth, maskHeight, Class(), Bands("mean"), Bands("scale"), Prompt()),
            SegmentationWidth = width,
            SegmentationHeight = height,
            Rois = Rois(width, height),
            Regressor = File("regressor"),
            GroundTruth = File("ground_truth"),
            IouThreshold = Threshold(),
            TimeZone = Zone(),
            LargestRegion = Flag("largest_region"),
            OutputBucket = Text("output_bucket"),
        };
        if (site.Bucket is null && site.Prefix.Length == 0)
        {
            Fault("bucket", "missing; a site has a bucket, or a prefix, or both");
        }

        return faults.Count == before ? site : null;
    }

    private void Fault(string field, string message) => faults.Add(new SiteFault(name, field, message));

    private string Missing(string field)
    {
        if (!_fields.TryGetValue(field, out var value) || value.IsNull)
        {
            Fault(field, "missing");
        }

        return "";
    }

    private string Required(string field) => Text(field) ?? Missing(field);

    private string? Text(string field)
    {
        if (!_fields.TryGetValue(field, out var value) || value.IsNull)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(value.Text))
        {
            Fault(field, value.Text is null ? "is not a text" : "is empty");
            return null;
        }

        return value.Text;
    }

    private string? File(string field)
    {
        var value = Text(field);
        if (value is not null && fileExists is not null && !fileExists(field, value))
        {
            Fault(field, $"there is no file {value}");
        }

        return value;
    }

    private (int Width, int Height) Size(string field, (int Width, int Height)? otherwise)
    {
        if (!_fields.TryGetValue(field, out var value) || value.IsNull)
        {
            if (otherwise is null)
            {
                Fault(field, "missing");
            }

            return otherwise ?? (0, 0);
        }

        var sides = value.Items is { } items ? items.Select(item => item.Text).ToArray() : [value.Text, value.Text];
        if (sides is [var first, var second] && Whole(first) is >= 1 and <= LargestSide and var width && Whole(second) is >= 1 and <= LargestSide and var height)
        {
            return (width, height);
        }

        Fault(field, $"is [width, height], or one number for both, of 1 to {LargestSide} pixels");
        return (0, 0);
    }

    private ImmutableArray<ImmutableArray<PolygonPoint>> Rois(int width, int height)
    {
        if (!_fields.TryGetValue("rois", out var value) || value.IsNull)
        {
            Fault("rois", "missing");
            return [];
        }

        if (value.Items is not { Count: >= 2 and <= MostRois } polygons)
        {
            Fault("rois", $"is a list of 2 to {MostRois} polygons, each a list of [x, y]");
            return [];
        }

        var rois = ImmutableArray.CreateBuilder<ImmutableArray<PolygonPoint>>(polygons.Count);
        for (var index = 0; index < polygons.Count; index++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"rois[{index}]");
            if (polygons[index].Items is not { Count: <= MostCorners } points || !TryPoints(points, out var corners))
            {
                Fault(field, $"is a list of 3 to {MostCorners} points [x, y] in whole pixels");
            }
            else if (width > 0 && PolygonFaults.Find(corners, width, height) is { } fault)
            {
                Fault(field, fault);
            }
            else
            {
                rois.Add(corners);
            }
        }

        return rois.ToImmutable();
    }

    private static bool TryPoints(IReadOnlyList<SiteNode> points, out ImmutableArray<PolygonPoint> corners)
    {
        var list = ImmutableArray.CreateBuilder<PolygonPoint>(points.Count);
        foreach (var point in points)
        {
            if (point.Items is not [{ } first, { } second] || Whole(first.Text) is not { } x || Whole(second.Text) is not { } y)
            {
                corners = default;
                return false;
            }

            list.Add(new PolygonPoint(x, y));
        }

        corners = list.ToImmutable();
        return true;
    }

    private double Threshold()
    {
        if (Text("iou_threshold") is not { } text)
        {
            return 0.9;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var threshold) && threshold is >= 0 and <= 1)
        {
            return threshold;
        }

        Fault("iou_threshold", $"'{text}' is not a number from 0 to 1");
        return 0.9;
    }

    private TimeZoneInfo Zone()
    {
        if (Text("time_zone") is not { } text)
        {
            return TimeZoneInfo.Utc;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone))
        {
            return zone;
        }

        Fault("time_zone", $"there is no time zone {text}; zones are named as in America/Denver");
        return TimeZoneInfo.Utc;
    }

    private int? Class()
    {
        if (Text("water_class") is not { } text)
        {
            return null;
        }

        if (Whole(text) is >= 0 and <= 4095 and var number)
        {
            return number;
        }

        Fault("water_class", $"'{text}' is not the number of a class, from 0");
        return null;
    }

    private (float Red, float Green, float Blue)? Bands(string field)
    {
        if (!_fields.TryGetValue(field, out var value) || value.IsNull)
        {
            return null;
        }

        var numbers = new List<float>();
        foreach (var text in value.Items is { } items ? items.Select(item => item.Text) : [value.Text])
        {
            if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number))
            {
                numbers.Add(number);
            }
        }

        if (numbers.Count == (value.Items?.Count ?? 1) && Normalisation.Bands(numbers) is { } bands)
        {
            return bands;
        }

        Fault(field, "is one number, or three for red, green and blue");
        return null;
    }

    private bool Prompt()
    {
        var text = Text("prompt");
        if (text is not (null or "none" or "box"))
        {
            Fault("prompt", $"'{text}' is neither none nor box");
        }

        return text == "box";
    }

    private bool Flag(string field)
    {
        var text = Text(field);
        if (text is not (null or "true" or "false" or "True" or "False" or "yes" or "no"))
        {
            Fault(field, $"'{text}' is neither true nor false");
        }

        return text is "true" or "True" or "yes";
    }

    private static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
