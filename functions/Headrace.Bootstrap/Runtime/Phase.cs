namespace Headrace.Bootstrap.Runtime;

/// <summary>The steps that handlers have in common.</summary>
internal enum Phase
{
    Download,

    /// <summary>From bytes to what is computed with: pixels, numbers; for preprocess the whole conversion.</summary>
    Decode,

    Infer,

    /// <summary>The picture for people: drawn and encoded.</summary>
    Draw,

    /// <summary>Results to where they are kept: objects, items, rows.</summary>
    Write,
}
