using System.Globalization;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;
using Headrace.Gauge;
using Headrace.Gauge.Measuring;
using Headrace.Gauge.Sites;
using Headrace.Onnx;
using Headrace.Vision;
using Headrace.Vision.Decoding;
using Headrace.Vision.Segmentation;

namespace Headrace.Bootstrap.Gauge;

/// <summary>What sites measure with, opened when first needed and kept: models are shared by sites that ask for the same, regressors and masks are each site's.</summary>
internal sealed class SiteAssets(GaugeSettings settings, S3Client s3, SiteFiles files, RgbDecoder decoder) : IDisposable
{
    /// <summary>A random forest is a few hundred kilobytes.</summary>
    private const int MostRegressors = 64;

    private const long MaximumBytes = 256L << 20;

    private readonly Dictionary<(string Model, string? Decoder, SegmenterSettings Settings), ISegmenter> segmenters = [];
    private readonly Dictionary<string, StageRegressor> regressors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Mask> truths = new(StringComparer.Ordinal);
    private long truthBytes;

    private OnnxOptions Options => new() { Threads = settings.Threads };

    /// <exception cref="HandlerException">The model is not there, or not one.</exception>
    public ISegmenter Segmenter(Site site)
    {
        var key = (site.Model, site.MaskDecoder, site.Segmentation);
        if (!segmenters.TryGetValue(key, out var segmenter))
        {
            segmenter = segmenters[key] = Told(site, "model", () => site.MaskDecoder is null
                ? new SemanticSegmenter(Open(site, "model", site.Model), site.Segmentation)
                : new SamSegmenter(Open(site, "model", site.Model), Open(site, "mask_decoder", site.MaskDecoder), site.Segmentation) as ISegmenter);
        }

        return segmenter;
    }

    /// <returns>Null where the site has none.</returns>
    /// <exception cref="HandlerException">The regressor is not there, or not one.</exception>
    public StageRegressor? Regressor(Site site)
    {
        if (site.Regressor is null)
        {
            return null;
        }

        var key = string.Create(CultureInfo.InvariantCulture, $"{site.Rois.Length} {site.Regressor}");
        if (!regressors.TryGetValue(key, out var regressor))
        {
            if (regressors.Count >= MostRegressors)
            {
                Forget(regressors);
            }

            regressor = regressors[key] = Told(site, "regressor", () => new StageRegressor(Open(site, "regressor", site.Regressor), site.Rois.Length));
        }

        return regressor;
    }

    /// <returns>Null where the site has none.</returns>
    /// <exception cref="HandlerException">The mask is not there, or no image.</exception>
    public Mask? Truth(Site site)
    {
        if (site.GroundTruth is null || truths.TryGetValue(site.Id, out var mask))
        {
            return site.GroundTruth is null ? null : truths[site.Id];
        }

        mask = Told(site, "ground_truth", () => GroundTruth.Of(decoder.Decode(Read(site, "ground_truth", site.GroundTruth), int.MaxValue, int.MaxValue), site.SegmentationWidth, site.SegmentationHeight));
        truthBytes += mask.Pixels.Length;
        if (truthBytes > settings.MaximumMemory / 4)
        {
            truths.Clear();
            truthBytes = mask.Pixels.Length;
        }

        return truths[site.Id] = mask;
    }

    /// <summary>The sites have changed: what they name may have changed with them.</summary>
    public void Renew()
    {
        Forget(regressors);
        truths.Clear();
        truthBytes = 0;
    }

    public void Dispose()
    {
        Forget(regressors);
        Forget(segmenters);
    }

    private OnnxModel Open(Site site, string field, string value) => field == "regressor" && files.AddressOf(value) is { } source
        ? OnnxModel.Open(s3.Get(source.Bucket, source.Key, MaximumBytes).Span, Options)
        : OnnxModel.Open(files.Find($"site {site.Id}: {field}", value), Options);

    private ReadOnlyMemory<byte> Read(Site site, string field, string value) => files.AddressOf(value) is { } source
        ? s3.Get(source.Bucket, source.Key, MaximumBytes)
        : File.ReadAllBytes(files.Find($"site {site.Id}: {field}", value));

    private static T Told<T>(Site site, string field, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception failure) when (failure is OnnxException or SegmentationException or GaugeException or ImageRejected or IOException)
        {
            throw new HandlerException("BadConfiguration", $"site {site.Id}: {field}: {failure.Message}", failure);
        }
        catch (HandlerException failure) when (!failure.Message.StartsWith("site ", StringComparison.Ordinal))
        {
            throw new HandlerException(failure.ErrorType, $"site {site.Id}: {field}: {failure.Message}", failure);
        }
    }

    private static void Forget<TKey, TValue>(Dictionary<TKey, TValue> kept)
        where TKey : notnull
        where TValue : IDisposable
    {
        foreach (var value in kept.Values)
        {
            value.Dispose();
        }

        kept.Clear();
    }
}
