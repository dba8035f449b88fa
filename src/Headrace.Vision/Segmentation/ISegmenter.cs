using Headrace.Vision.Decoding;

namespace Headrace.Vision.Segmentation;

/// <summary>Finds water in pictures. For one thread.</summary>
public interface ISegmenter : IDisposable
{
    /// <summary>The most pixels of a picture that this segmenter can make use of.</summary>
    (int Width, int Height) InputSize { get; }

    /// <returns>A mask of the size that the settings ask for.</returns>
    /// <exception cref="SegmentationException">What the model gave is no mask.</exception>
    Mask Segment(RgbImage image);
}
