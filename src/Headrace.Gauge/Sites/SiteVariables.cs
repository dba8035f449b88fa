using System.Collections.Immutable;

namespace Headrace.Gauge.Sites;

/// <summary>One site as a function's variables, for a function of its own: <c>SITE_ID</c>, <c>SITE_MODEL</c>, … are the fields of a site file.</summary>
/// <remarks>Lists are written as in YAML: <c>SITE_ROIS=[[[0,0],[9,0],[9,9]],[[20,0],[29,0],[29,9]]]</c>.</remarks>
public static class SiteVariables
{
    private static readonly string[] _lists = ["mask_size", "segmentation_size", "rois", "mean", "scale"];

    private static readonly string[] _texts =
        ["id", "bucket", "prefix", "model", "mask_decoder", "prompt", "regressor", "ground_truth", "iou_threshold", "time_zone", "largest_region", "water_class", "output_bucket"];

    /// <summary>Null when none of them is set.</summary>
    /// <exception cref="SiteConfigurationException">Everything that is wrong with them.</exception>
    public static SiteCatalogue? Read(Func<string, string?> variable, Func<string, string, bool>? fileExists = null)
    {
        var faults = new List<SiteFault>();
        var fields = new List<KeyValuePair<string, SiteNode>>();
        foreach (var field in _texts.Concat(_lists))
        {
            var name = $"SITE_{field.ToUpperInvariant()}";
            if (variable(name) is not { Length: > 0 } text)
            {
                continue;
            }

            try
            {
                fields.Add(KeyValuePair.Create(field, _lists.Contains(field) ? SiteNode.Parse(text) : new SiteNode(text)));
            }
            catch (FormatException exception)
            {
                faults.Add(new SiteFault("", name, exception.Message));
            }
        }

        if (fields.Count == 0 && faults.Count == 0)
        {
            return null;
        }

        var site = new SiteReader(variable("SITE_ID") ?? "of the SITE_ variables", new SiteNode(null, Fields: fields), fileExists, faults).Read();
        return faults.Count == 0 ? new SiteCatalogue(ImmutableArray.Create(site!)) : throw new SiteConfigurationException("SITE_ variables", [.. faults]);
    }
}
