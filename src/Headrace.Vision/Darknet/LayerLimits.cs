namespace Headrace.Vision.Darknet;

/// <summary>Bounds on what a cfg may ask for, far above any network: a few bytes of text must not become gigabytes of graph.</summary>
internal static class LayerLimits
{
    public const int Side = 16_384;
    public const int Channels = 1_048_576;
    public const int Kernel = 1_024;
    public const int Classes = 100_000;
    public const int DetectionRows = 2_000_000;

    /// <summary>Elements of one layer's output.</summary>
    public const long Size = 1L << 30;

    public static FeatureMap Check(CfgSection section, FeatureMap map) =>
        map.Height < 1 || map.Width < 1 ? throw section.Error($"nothing is left of the image: {map.Width}×{map.Height}")
        : map.Channels < 1 || map.Channels > Channels || map.Height > Side || map.Width > Side || map.Size > Size
            ? throw section.Error($"an output of {map.Channels} channels of {map.Width}×{map.Height} is too large")
            : map;
}
