namespace Headrace.Onnx;

/// <summary>How a model is opened.</summary>
public sealed record OnnxOptions
{
    /// <summary>Threads that share the work of one operator, the caller's among them.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether idle threads of the model burn their processor for a while, in hope of work. Faster alone on a machine, slower in company.</summary>
    public bool Spin { get; init; }

    public OnnxOptimisation Optimisation { get; init; } = OnnxOptimisation.All;

    /// <summary>
    /// Where the optimised form of the model is kept: written by the first opening, memory-mapped by later ones. It is tied to the model's content, the library's
    /// version and the processor; one that does not fit is replaced. A folder that cannot be written to costs only the gain.
    /// </summary>
    public string? OptimisedCopy { get; init; }

    /// <summary>Sizes for symbolic dimensions, by name: what is fixed can be optimised further.</summary>
    public IReadOnlyDictionary<string, long> FixedDimensions { get; init; } = new Dictionary<string, long>();

    /// <summary>Further entries of the library's session configuration.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = new Dictionary<string, string>();
}
