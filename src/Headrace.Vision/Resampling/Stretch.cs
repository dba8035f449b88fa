using Headrace.Vision.Pipelines;

namespace Headrace.Vision.Resampling;

/// <summary>Stretches the opened rows to exactly this size, whatever their proportions.</summary>
/// <param name="width">Pixels; likewise <paramref name="height"/>.</param>
public sealed class Stretch(int width, int height) : IStep
{
    private readonly GrayResampler resampler = new(width, height);
    private readonly byte[] pixels = new byte[checked(width * height)];

    public void Apply(Frame frame)
    {
        resampler.Resample(frame.Rows ?? throw new InvalidOperationException("nothing is opened"), pixels);
        (frame.Gray, frame.GrayWidth, frame.GrayHeight) = (pixels, width, height);
    }
}
