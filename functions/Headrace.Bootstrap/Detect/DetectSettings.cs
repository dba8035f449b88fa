using Headrace.Bootstrap.Runtime;

namespace Headrace.Bootstrap.Detect;

/// <summary>The function's environment, read once.</summary>
/// <param name="Table"><c>TABLE</c>: the DynamoDB table for results, or null.</param>
/// <param name="OutputBucket"><c>OUTPUT_BUCKET</c>: where annotated images go, or null.</param>
/// <param name="OutputPrefix"><c>OUTPUT_PREFIX</c>, put before their keys.</param>
/// <param name="Confidence"><c>CONFIDENCE</c>: objects are kept above it (0.5).</param>
/// <param name="Overlap"><c>OVERLAP</c>: the less certain of two boxes goes above it (0.4).</param>
/// <param name="Threads">Processors that the function's memory buys, at least one.</param>
internal sealed record DetectSettings(
    string? Table, string? OutputBucket, string OutputPrefix, double Confidence, double Overlap, int Threads, long MaximumObjectBytes, long MaximumPixels, long MaximumMemory)
{
    /// <summary>What the process takes besides images and model, ONNX Runtime and libvips included.</summary>
    private const long Program = 96L << 20;

    /// <exception cref="HandlerException">A variable makes no sense.</exception>
    public static DetectSettings Read(Func<string, string?> variable)
    {
        var variables = new Variables(variable);
        var megabytes = variables.Whole("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", 1024, 1, 1 << 20);
        var memory = megabytes << 20;
        return new DetectSettings(
            variables["TABLE"], variables["OUTPUT_BUCKET"], variables["OUTPUT_PREFIX"] ?? "",
            variables.Number("CONFIDENCE", 0.5, 0, 1), variables.Number("OVERLAP", 0.4, 0, 1),
            ProcessorShare.Threads(megabytes),
            variables.Whole("MAX_OBJECT_BYTES", memory / 4, 1, 1L << 31), variables.Whole("MAX_PIXELS", 100_000_000, 1, int.MaxValue), memory - Program);
    }
}
