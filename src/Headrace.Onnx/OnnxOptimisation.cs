namespace Headrace.Onnx;

/// <summary>How far the library rewrites a graph before it runs it (the library's <c>GraphOptimizationLevel</c>).</summary>
public enum OnnxOptimisation
{
    None = 0,

    /// <summary>Constants folded, dead nodes removed.</summary>
    Basic = 1,

    /// <summary>Nodes fused.</summary>
    Extended = 2,

    /// <summary>Memory layouts as this processor likes them, besides.</summary>
    All = 99,
}
