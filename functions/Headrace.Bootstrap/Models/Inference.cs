using Headrace.Onnx;

namespace Headrace.Bootstrap.Models;

/// <summary>ONNX Runtime's own start: it takes as long as a small model to arrive, so the two go side by side.</summary>
internal static class Inference
{
    /// <summary>Begins it on a thread of its own; whoever opens a model meanwhile waits for the rest.</summary>
    public static void Begin() => new Thread(static () =>
    {
        try
        {
            OnnxRuntimeLibrary.WarmUp();
        }
        catch (OnnxException)
        {
            // Whoever opens the model is told.
        }
    })
    {
        IsBackground = true,
    }.Start();
}
