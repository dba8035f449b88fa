namespace Headrace.Vision.Segmentation;

/// <summary>How a site wants its pictures segmented; what is null is the model's to say.</summary>
/// <param name="MaskWidth">The picture is stretched to this before the model sees it, and the mask has this size; likewise <paramref name="MaskHeight"/>.</param>
/// <param name="WaterClass">Which of a semantic model's classes is looked for, from 0.</param>
/// <param name="WholeImageBox">SAM family: the prompt is a box around the whole picture, not none.</param>
public sealed record SegmenterSettings(
    int MaskWidth,
    int MaskHeight,
    int? WaterClass = null,
    (float Red, float Green, float Blue)? Mean = null,
    (float Red, float Green, float Blue)? Scale = null,
    bool WholeImageBox = false)
{
    internal Normalisation Normalisation(IReadOnlyDictionary<string, string> metadata, Normalisation otherwise)
    {
        var model = Segmentation.Normalisation.Of(metadata, otherwise);
        return new Normalisation(Mean ?? model.Mean, Scale ?? model.Scale);
    }
}
