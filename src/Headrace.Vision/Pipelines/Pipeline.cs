using System.Collections.Immutable;

namespace Headrace.Vision.Pipelines;

/// <summary>What happens to an image, as a value: steps in their order.</summary>
public sealed class Pipeline(params ImmutableArray<IStep> steps)
{
    /// <summary>Runs an encoded image through the steps.</summary>
    /// <param name="frame">Reused from image to image. Its results are valid until the next run.</param>
    /// <exception cref="ImageRejected">Nothing else happened; the frame takes the next image.</exception>
    public void Run(Frame frame, ReadOnlyMemory<byte> input)
    {
        frame.Begin(input);
        try
        {
            foreach (var step in steps)
            {
                step.Apply(frame);
            }
        }
        finally
        {
            frame.End();
        }
    }
}
