namespace Headrace.Vision.Pipelines;

/// <summary>One step of a pipeline: reads what earlier steps left in the frame, leaves its own result there.</summary>
public interface IStep
{
    /// <exception cref="ImageRejected">The input is not what this step works on.</exception>
    void Apply(Frame frame);
}
